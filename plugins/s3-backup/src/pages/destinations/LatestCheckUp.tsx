import { useEffect } from 'react';
import { Alert } from '@backstage/ui';
import {
  CheckUp,
  CheckUpRecord,
  Destination,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  CheckUpView,
  Section,
  useAnnounce,
  verdictText,
} from '../../components';
import { useCheckUp } from '../../live/useCheckUp';
import { useT } from '../../translation';
import { Help } from './help/useHelp';

/** Across the page of a destination that failed three times in a row. */
export function UnhealthyAlert(props: {
  destination: Destination;
  last: CheckUpRecord | undefined;
}) {
  const { destination, last } = props;
  const t = useT();
  if (destination.health !== 'unhealthy') return null;
  const failed = last?.verdict === 'not-ready';
  return (
    <Alert
      status="danger"
      icon
      title={t('checkup.unhealthyTitle')}
      description={[
        failed ? verdictText(t, last) : undefined,
        t('checkup.unhealthyBody'),
      ]
        .filter(Boolean)
        .join(' ')}
    />
  );
}

/** What the last check-up found, or the one that runs now. */
export function LatestCheckUp(props: {
  name: string;
  checkUp: CheckUp | undefined;
  /** The one that was asked for here: its verdict is said, its rows are not. */
  tested: CheckUp | undefined;
  test: Pick<ReturnType<typeof useCheckUp>, 'pending' | 'progress' | 'cancel'>;
  /** Nothing where one may not. */
  onAgain: (() => void) | undefined;
  onAdopt: (() => void) | undefined;
  onHelp: (help: Help) => void;
}) {
  const { name, checkUp, tested, test, onAgain, onAdopt, onHelp } = props;
  const { pending, progress, cancel } = test;
  const t = useT();
  const announce = useAnnounce();
  const verdict = tested && verdictText(t, tested);
  useEffect(() => {
    if (verdict) announce(verdict);
    // Each check-up is said, the same verdict too.
  }, [announce, tested, verdict]);
  return (
    <Section title={t('checkup.of', { name })}>
      {checkUp || pending ? (
        <CheckUpView
          checkUp={checkUp}
          pending={pending}
          progress={progress}
          onCancel={cancel}
          name={name}
          onAgain={onAgain}
          onAdopt={onAdopt}
          onHelp={onHelp}
        />
      ) : (
        <span>{t('checkup.none')}</span>
      )}
    </Section>
  );
}
