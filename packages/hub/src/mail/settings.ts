/** How the hub sends e-mail. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password when the server wants them. */
  smtpUrl: string;
  /** The sender, as in `Joinery <joinery@acme.example>`. */
  from: string;
}
