import type { PortalSettings } from '../catalogue/PortalSettings';
import type { Announcer } from '../notify/Announcer';
import type { PortalTeller } from '../notify/PortalTeller';
import { switchDue } from './switchedOff';

/**
 * Watches the global switch while it is off: it comes back on at its end, and
 * people are reminded each week until then.
 * @internal
 */
export class SwitchWatch {
  static create(options: {
    settings: PortalSettings;
    teller: PortalTeller;
    announcer: Announcer;
    /** Watchers outside are told of the switch. */
    afterChange(): void;
  }): SwitchWatch {
    return new SwitchWatch(options);
  }

  private constructor(
    private readonly options: Parameters<typeof SwitchWatch.create>[0],
  ) {}

  async look(now: number = Date.now()): Promise<void> {
    const { settings, teller, announcer, afterChange } = this.options;
    const { value, version } = await settings.get();
    const { off } = value;
    if (value.automaticBackup || !off) return;
    const due = switchDue(off, now);
    // Written where nobody else was faster: of several replicas one tells.
    if (due === 'on') {
      if (!(await settings.end(version))) return;
      announcer.changed('settings');
      afterChange();
      await teller.on(null);
    } else if (due === 'reminder') {
      if (await settings.reminded(version, now)) await teller.off(off, true);
    }
  }
}
