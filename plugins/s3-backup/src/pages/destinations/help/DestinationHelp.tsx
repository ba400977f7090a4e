import { lazy, Suspense, useEffect, useRef } from 'react';
import { Button } from '@backstage/ui';
import { Section, Skeletons } from '../../../components';
import { useT } from '../../../translation';
import { Help } from './useHelp';
import styles from './Help.module.css';

const HelpPanel = lazy(() =>
  import(/* webpackChunkName: "s3b-help" */ './HelpPanel').then(
    ({ HelpPanel: component }) => ({ default: component }),
  ),
);

/** Least policies and bucket advice, loaded when somebody asks. */
export function DestinationHelp(props: {
  name: string;
  mayApply: boolean;
  open: Help | undefined;
  onOpen: (help: Help | undefined) => void;
}) {
  const { name, mayApply, open, onOpen } = props;
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Not there where nothing is laid out.
    if (open) place.current?.scrollIntoView?.({ block: 'nearest' });
  }, [open]);
  const toggle = (help: Help) => () => onOpen(open === help ? undefined : help);
  return (
    <div ref={place}>
      <Section title={t('help.title')}>
        <p className={styles.text}>{t('help.about')}</p>
        <div className={styles.buttons}>
          <Button
            variant="secondary"
            aria-expanded={open === 'policy'}
            onPress={toggle('policy')}
          >
            {t('help.showPolicy')}
          </Button>
          <Button
            variant="secondary"
            aria-expanded={open === 'advice'}
            onPress={toggle('advice')}
          >
            {t('help.showAdvice')}
          </Button>
        </div>
        {open && (
          <Suspense fallback={<Skeletons lines={8} />}>
            <HelpPanel name={name} help={open} mayApply={mayApply} />
          </Suspense>
        )}
      </Section>
    </div>
  );
}
