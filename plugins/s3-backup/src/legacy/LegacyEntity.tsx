import { compatWrapper } from '@backstage/core-compat-api';
import { EntityCard } from '../pages/entity/EntityCard';
import { EntityTab } from '../pages/entity/EntityTab';

/** The card, for the old system. */
export const LegacyEntityCard = () => compatWrapper(<EntityCard />);

/** The tab's content, for the old system. */
export const LegacyEntityTab = () => compatWrapper(<EntityTab />);
