/** Names that SCIM fixes: RFC 7643, section 8.7, and RFC 7644, section 3. */
export const SCIM_TYPE = "application/scim+json";
export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE_SCHEMA = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

/** Where SCIM is mounted. */
export const SCIM_PATH = "/scim/v2";

/** How many people one page of a list holds at most. */
export const PAGE_MAX = 200;
