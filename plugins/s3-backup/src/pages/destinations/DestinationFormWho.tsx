import { Switch } from '@backstage/ui';
import {
  AmbientSource,
  Destination,
} from '@understudy/backstage-plugin-s3-backup-common';
import { Section } from '../../components';
import { useT } from '../../translation';
import { isMoved } from './destinationDraft';
import styles from './Destinations.module.css';
import { WhoDraft, whoDraftOf, whoInputOf } from './destinationWhoDraft';
import { DestinationFields } from './useDestinationFields';
import { WhoFields } from './WhoFields';

/** What others than the first credentials may be for. */
const OTHERS = [
  { field: 'prune', path: 'pruneCredentials' },
  { field: 'restore', path: 'restoreCredentials' },
] as const;

/** Whose rights are used; folded: others for deleting and for restoring. */
export function DestinationFormWho(props: {
  fields: DestinationFields;
  before: Destination | undefined;
  offers: AmbientSource[];
  externalIdPrefix: string;
}) {
  const { fields, before, offers, externalIdPrefix } = props;
  const { draft, set, tried, refused } = fields;
  const t = useT();
  const moved = isMoved(draft, before);
  const shared = {
    moved,
    offers,
    refused,
    externalId: `${externalIdPrefix}${draft.name}`,
  };
  const faultsOf = (
    who: WhoDraft,
    known: Destination['credentials'] | undefined,
  ) => (tried ? whoInputOf(who, known, moved).faults : []);
  return (
    <Section title={t('destination.who')}>
      <div className={styles.fields}>
        <WhoFields
          {...shared}
          draft={draft.who}
          set={change => set({ who: { ...draft.who, ...change } })}
          before={before?.credentials}
          faults={faultsOf(draft.who, before?.credentials)}
          path="credentials"
        />
        <div>
          <Switch
            label={t('destinationForm.appendOnly')}
            isSelected={draft.appendOnly}
            onChange={appendOnly => set({ appendOnly })}
          />
          <p className={styles.help}>{t('destinationForm.appendOnlyHelp')}</p>
        </div>
        <details open={draft.prune !== null || draft.restore !== null}>
          <summary>{t('destinationForm.others')}</summary>
          <div className={styles.folded}>
            <p className={styles.help}>{t('destinationForm.othersHelp')}</p>
            {OTHERS.map(({ field, path }) => {
              const own = draft[field];
              return (
                <div
                  key={field}
                  role="group"
                  aria-label={t(`destinationForm.${field}Who`)}
                  className={styles.fields}
                >
                  <Switch
                    label={t(`destinationForm.${field}Who`)}
                    isSelected={own !== null}
                    onChange={on =>
                      set({ [field]: on ? whoDraftOf(before?.[path]) : null })
                    }
                  />
                  {own && (
                    <WhoFields
                      {...shared}
                      draft={own}
                      set={change => set({ [field]: { ...own, ...change } })}
                      before={before?.[path]}
                      faults={faultsOf(own, before?.[path])}
                      path={path}
                    />
                  )}
                </div>
              );
            })}
          </div>
        </details>
      </div>
    </Section>
  );
}
