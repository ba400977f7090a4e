import { common } from './common';
import { checkUp } from './checkUp';
import { checkUpSeen } from './checkUpSeen';
import { overview } from './overview';
import { history } from './history';
import { backups } from './backups';
import { plans } from './plans';
import { destinations } from './destinations';
import { destinationForm } from './destinationForm';
import { settings } from './settings';
import { entity } from './entity';
import { explorer } from './explorer';
import { help } from './help';
import { storeErrors } from './storeErrors';
import { retention } from './retention';
import { runErrors } from './runErrors';
import { workers } from './workers';

/** All messages in English, with flat keys. */
export const messages = {
  ...common,
  ...checkUp,
  ...checkUpSeen,
  ...overview,
  ...history,
  ...backups,
  ...plans,
  ...destinations,
  ...destinationForm,
  ...settings,
  ...entity,
  ...explorer,
  ...help,
  ...retention,
  ...workers,
  ...storeErrors,
  ...runErrors,
} as const;
