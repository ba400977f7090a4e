import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiQuestionLine,
} from '@remixicon/react';
import { DestinationHealth } from '@understudy/backstage-plugin-s3-backup-common';
import { healthFamily } from '../format/status';
import { useT } from '../translation';
import { Chip } from './Chip';

const ICONS = {
  healthy: RiCheckboxCircleFill,
  degraded: RiErrorWarningFill,
  unhealthy: RiCloseCircleFill,
  'not-tested': RiQuestionLine,
};

/** The health of a destination, as its last check-up left it. */
export function HealthBadge(props: { health: DestinationHealth }) {
  const t = useT();
  const { health } = props;
  return (
    <Chip
      family={healthFamily(health)}
      icon={ICONS[health]}
      dashed={health === 'not-tested'}
    >
      {t(`health.${health}`)}
    </Chip>
  );
}
