import { Alert, Button, Radio, RadioGroup } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';
import {
  SourceCheck,
  SourceType,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  fieldError,
  HintAlert,
  OptionsForm,
  Section,
  useAnnounce,
} from '../../components';
import { useAction } from '../../live/useAction';
import { useT } from '../../translation';
import { PlanFormPart } from './PlanFormParts';
import styles from './Plans.module.css';

/** What to copy: a type, its options, and a check that reads it. */
export function SourcePart(
  props: PlanFormPart & {
    sources: SourceType[];
    fields: Record<string, string>;
  },
) {
  const { draft, set, sources, fields } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const announce = useAnnounce();
  const source = sources.find(each => each.type === draft.sourceType);
  const [checked, setChecked] = useState<SourceCheck>();
  const key = JSON.stringify([draft.sourceType, draft.options]);
  useEffect(() => setChecked(undefined), [key]);
  const check = useAction(async () => {
    const result = await api.checkSource(draft.sourceType, draft.options);
    setChecked(result);
    announce(result.ok ? t('planForm.sourceOk') : t('planForm.sourceBad'));
  });
  const problems = Object.fromEntries(
    Object.entries({ ...fields, ...check.problem?.fields }).map(
      ([path, words]) => [
        path.replace(/^(?:source\.)?(?:options\.)?/, ''),
        words,
      ],
    ),
  );
  return (
    <Section title={t('planForm.source')}>
      {sources.length === 0 && <span>{t('planForm.noSources')}</span>}
      <RadioGroup
        label={t('planForm.sourceType')}
        value={draft.sourceType}
        onChange={type =>
          set({
            sourceType: type,
            options: type === draft.sourceType ? draft.options : {},
          })
        }
        {...fieldError(fields['source.type'])}
      >
        {sources.map(each => (
          <Radio key={each.type} value={each.type}>
            {`${each.title}: ${each.description}`}
          </Radio>
        ))}
      </RadioGroup>
      {source?.sensitive && (
        <Alert status="info" icon title={t('planForm.sensitive')} />
      )}
      <OptionsForm
        schema={source?.optionsSchema}
        options={draft.options}
        onChange={options => set({ options })}
        problems={problems}
      />
      <div className={styles.buttons}>
        <Button
          variant="secondary"
          isDisabled={!draft.sourceType}
          isPending={check.pending}
          onPress={() => check.run()}
        >
          {t('planForm.checkSource')}
        </Button>
      </div>
      {checked && (
        <Alert
          status={checked.ok ? 'success' : 'warning'}
          icon
          title={checked.ok ? t('planForm.sourceOk') : t('planForm.sourceBad')}
          description={[
            checked.seen,
            checked.remedy && t('problem.whatToDo', { hint: checked.remedy }),
          ]
            .filter(Boolean)
            .join(' ')}
        />
      )}
      {check.problem && <HintAlert problem={check.problem} urgent />}
    </Section>
  );
}
