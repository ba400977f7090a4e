import type { Settings } from '@understudy/backstage-plugin-s3-backup-common';
import type {
  PortalSettings,
  PortalSettingsValue,
} from '../../catalogue/PortalSettings';
import type { PortalTeller } from '../../notify/PortalTeller';

/** What is said of a switch that is off. @internal */
export function offOf({
  automaticBackup,
  off,
}: PortalSettingsValue): Settings['off'] {
  if (automaticBackup || !off) return null;
  const { reason, until, at, by } = off;
  return { reason, until, at, by };
}

/** Tells that the switch was turned, or that its end is another one. @internal */
export async function tellTurn(
  { settings, teller }: { settings: PortalSettings; teller: PortalTeller },
  before: PortalSettingsValue,
  by: string,
): Promise<void> {
  const { value } = await settings.get();
  const same =
    value.automaticBackup === before.automaticBackup &&
    value.off?.until === before.off?.until;
  if (same) return;
  if (value.automaticBackup) await teller.on(by);
  else if (value.off) await teller.off(value.off, false);
}
