import { useQuery } from "@tanstack/react-query";
import { meQuery } from "../session/queries.ts";
import { Joint, type JointState } from "../ui/joint.tsx";

interface LinkPictureProps {
  state: JointState;
  integration: { name: string; iconUrl: string | null };
  moving?: boolean;
  className?: string;
}

/** The two parties: the person who is signed in, and the integration. */
export function LinkPicture({ state, integration, moving = false, className = "w-44" }: LinkPictureProps) {
  const me = useQuery({ ...meQuery, enabled: false });
  return (
    <Joint
      state={state}
      person={me.data?.person.initials ?? ""}
      integration={integration}
      moving={moving}
      className={className}
    />
  );
}
