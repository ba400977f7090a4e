import { useEffect, useRef } from 'react';
import { Alert, Button } from '@backstage/ui';
import { ApiProblem } from '../api/problem';
import { useT } from '../translation';
import { HintAlert } from './HintAlert';

/** Offers the draft that was found again, and the way back. */
export function DraftBack(props: { shown: boolean; onDiscard: () => void }) {
  const t = useT();
  if (!props.shown) return null;
  return (
    <Alert
      status="info"
      icon
      title={t('common.draftBack')}
      customActions={
        <Button size="small" variant="secondary" onPress={props.onDiscard}>
          {t('common.discard')}
        </Button>
      }
    />
  );
}

/**
 * What a save was refused for. A stale tag is said as what it is; wrong fields
 * carry their own messages, and the first of them gets the focus.
 */
export function SaveProblem(props: {
  problem: ApiProblem | undefined;
  onReload?: () => void;
}) {
  const { problem, onReload } = props;
  const t = useT();
  const anchor = useRef<HTMLDivElement>(null);
  const wrong = Object.keys(problem?.fields ?? {}).length;
  useEffect(() => {
    if (!problem) return;
    const invalid = anchor.current
      ?.closest('form')
      ?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (invalid ?? anchor.current)?.focus();
  }, [problem]);
  if (!problem) return <div ref={anchor} />;
  if (problem.status === 409 && !problem.code) {
    return (
      <div ref={anchor} tabIndex={-1}>
        <Alert
          status="warning"
          icon
          role="alert"
          title={t('common.conflictTitle')}
          description={t('common.conflictHint')}
          customActions={
            onReload && (
              <Button size="small" variant="secondary" onPress={onReload}>
                {t('common.reload')}
              </Button>
            )
          }
        />
      </div>
    );
  }
  return (
    <div ref={anchor} tabIndex={-1}>
      <HintAlert
        problem={
          wrong > 1
            ? { ...problem, hint: t('common.fieldsWrong', { count: wrong }) }
            : problem
        }
        urgent
      />
    </div>
  );
}
