import { useState } from 'react';
import { Button } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiQuestionLine,
} from '@remixicon/react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { BucketAdvice } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../../api';
import { CallDialog, Chip, LoadedView, useAnnounce } from '../../../components';
import { useLoad } from '../../../live/useLoad';
import { useT } from '../../../translation';
import styles from './Help.module.css';

type Item = BucketAdvice['items'][number];

const LOOKS = {
  done: { family: 'positive', icon: RiCheckboxCircleFill },
  'to-do': { family: 'warning', icon: RiErrorWarningFill },
  unknown: { family: 'neutral', icon: RiQuestionLine },
} as const;

/** What is wise around the bucket, why, and what of it is done. */
export function BucketAdviceList(props: { name: string; mayApply: boolean }) {
  const { name, mayApply } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const announce = useAnnounce();
  const [asked, setAsked] = useState<Item>();
  const state = useLoad(() => api.advice(name), `advice ${name}`);
  const apply = async () => {
    const { id, call } = asked!;
    await api.applyAdvice(name, { id, call: call! });
    await state.reload();
    announce(`${t(`help.advice.${id}`)}: ${t('help.state.done')}`);
  };
  return (
    <LoadedView
      state={state}
      lines={8}
      what={t('help.adviceTitle').toLowerCase()}
      permission="s3-backup.destination.read"
    >
      {items => (
        <>
          <ul className={styles.advice} aria-label={t('help.adviceTitle')}>
            {items.map(item => (
              <li key={item.id}>
                <span className={styles.what}>
                  <strong>{t(`help.advice.${item.id}`)}</strong>
                  <span>{t(`help.why.${item.id}`)}</span>
                </span>
                <Chip {...LOOKS[item.state]}>
                  {t(`help.state.${item.state}`)}
                </Chip>
                {item.call && (
                  <Button
                    size="small"
                    variant="secondary"
                    aria-label={`${t('help.showCall')}: ${t(
                      `help.advice.${item.id}`,
                    )}`}
                    onPress={() => setAsked(item)}
                  >
                    {t('help.showCall')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <CallDialog
            title={t('help.applyTitle')}
            call={asked?.call ?? undefined}
            body={t('help.applyBody')}
            confirm={mayApply ? t('help.apply') : undefined}
            onClose={() => setAsked(undefined)}
            onConfirm={apply}
          />
        </>
      )}
    </LoadedView>
  );
}
