import { common } from './common';
import { overview } from './overview';
import { history } from './history';
import { backups } from './backups';
import { plans } from './plans';
import { destinations } from './destinations';
import { settings } from './settings';
import { entity } from './entity';
import { storeErrors } from './storeErrors';
import { runErrors } from './runErrors';

/** All messages in English, with flat keys. */
export const messages = {
  ...common,
  ...overview,
  ...history,
  ...backups,
  ...plans,
  ...destinations,
  ...settings,
  ...entity,
  ...storeErrors,
  ...runErrors,
} as const;
