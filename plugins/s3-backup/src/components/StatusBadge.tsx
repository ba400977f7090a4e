import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiForbidLine,
  RiIndeterminateCircleFill,
  RiLoader4Line,
  RiSkipForwardLine,
  RiTimeLine,
} from '@remixicon/react';
import type { RemixiconComponentType } from '@remixicon/react';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { runFamily, RunLook, runLook } from '../format/status';
import { useT } from '../translation';
import { Chip, FamilyIcon } from './Chip';

const ICONS: Record<RunLook, RemixiconComponentType> = {
  queued: RiTimeLine,
  running: RiLoader4Line,
  cancelling: RiLoader4Line,
  succeeded: RiCheckboxCircleFill,
  partial: RiIndeterminateCircleFill,
  failed: RiCloseCircleFill,
  cancelled: RiForbidLine,
  missed: RiSkipForwardLine,
};

/** What a status is read from: a run, or a short reference to one. */
export type StatusOf = Pick<Run, 'status'> & {
  error?: { title: string } | null;
  cancelling?: boolean;
};

/** The status of a run as a chip. Takes the run, never a colour. */
export function StatusBadge(props: { run: StatusOf }) {
  const t = useT();
  const look = runLook(props.run);
  return (
    <Chip
      family={runFamily(look)}
      icon={ICONS[look]}
      spin={look === 'running' || look === 'cancelling'}
    >
      {t(`status.${look}`)}
    </Chip>
  );
}

/** Its icon alone. */
export function StatusIcon(props: { run: StatusOf; size?: number }) {
  const look = runLook(props.run);
  return (
    <FamilyIcon family={runFamily(look)} icon={ICONS[look]} size={props.size} />
  );
}
