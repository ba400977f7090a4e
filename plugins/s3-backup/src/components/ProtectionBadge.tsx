import {
  RiErrorWarningFill,
  RiPauseCircleLine,
  RiQuestionLine,
  RiShieldCheckFill,
  RiShieldCrossLine,
} from '@remixicon/react';
import type { RemixiconComponentType } from '@remixicon/react';
import { protectionFamily, ProtectionState } from '../format/status';
import { useT } from '../translation';
import { Chip, FamilyIcon } from './Chip';

const ICONS: Record<ProtectionState, RemixiconComponentType> = {
  protected: RiShieldCheckFill,
  'at-risk': RiErrorWarningFill,
  'not-protected': RiShieldCrossLine,
  paused: RiPauseCircleLine,
  'no-plan': RiQuestionLine,
};

/** How well a plan or an entity is protected. */
export function ProtectionBadge(props: { state: ProtectionState }) {
  const t = useT();
  return (
    <Chip
      family={protectionFamily(props.state)}
      icon={ICONS[props.state]}
      dashed={props.state === 'no-plan'}
    >
      {t(`protection.${props.state}`)}
    </Chip>
  );
}

/** Its icon alone, for rows that say the word beside it. */
export function ProtectionIcon(props: {
  state: ProtectionState;
  size?: number;
}) {
  return (
    <FamilyIcon
      family={protectionFamily(props.state)}
      icon={ICONS[props.state]}
      size={props.size}
    />
  );
}
