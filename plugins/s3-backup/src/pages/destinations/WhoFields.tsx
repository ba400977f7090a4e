import { Radio, RadioGroup, Select, TextField } from '@backstage/ui';
import {
  AMBIENT_SOURCES,
  AmbientSource,
  Destination,
} from '@understudy/backstage-plugin-s3-backup-common';
import { CopySnippet, fieldError, SecretField } from '../../components';
import { useT } from '../../translation';
import styles from './Destinations.module.css';
import {
  keptSecret,
  usesKeys,
  WhoDraft,
  WhoFault,
} from './destinationWhoDraft';
import { useSetText } from './useSetText';

export interface WhoFieldsProps {
  draft: WhoDraft;
  set: (change: Partial<WhoDraft>) => void;
  before: Destination['credentials'] | undefined;
  moved: boolean;
  /** What configuration offers of the machine's own. */
  offers: AmbientSource[];
  /** Faults that are shown, and what the server said by path. */
  faults: readonly WhoFault[];
  refused: Record<string, string>;
  /** Where in a destination these credentials stand. */
  path: string;
  externalId: string;
}

function Keys(props: WhoFieldsProps) {
  const { draft, set, before, moved, faults, refused } = props;
  const t = useT();
  const setText = useSetText();
  const path = draft.type === 'keys' ? props.path : `${props.path}.base`;
  const wrong = (name: WhoFault, field: string) =>
    faults.includes(name)
      ? t('destinationForm.required')
      : refused[`${path}.${field}`];
  const kept = keptSecret(draft, before, moved);
  return (
    <>
      <TextField
        label={t('destination.accessKey')}
        value={draft.accessKeyId}
        onChange={accessKeyId => set({ accessKeyId })}
        autoComplete="off"
        {...fieldError(wrong('accessKeyId', 'accessKeyId'))}
      />
      <SecretField
        label={t('destination.secret')}
        setText={setText(kept)}
        value={draft.secret}
        onChange={secret => set({ secret })}
        onReplace={() => set({ replacing: true })}
        replaceLabel={t('destinationForm.replace')}
        description={moved ? t('destinationForm.newSecret') : undefined}
        problem={wrong('secret', 'secretAccessKey')}
      />
      {draft.replacing && (
        <p className={styles.help}>{t('destinationForm.replacedInPlace')}</p>
      )}
      {!kept && (
        <details open={draft.sessionToken !== ''}>
          <summary>{t('destinationForm.temporary')}</summary>
          <div className={styles.folded}>
            <SecretField
              label={t('destinationForm.sessionToken')}
              description={t('destinationForm.sessionTokenHelp')}
              setText={undefined}
              value={draft.sessionToken}
              onChange={sessionToken => set({ sessionToken })}
              onReplace={() => {}}
              replaceLabel=""
            />
          </div>
        </details>
      )}
    </>
  );
}

function Ambient({ draft, set, offers }: WhoFieldsProps) {
  const t = useT();
  const every = offers.includes('default');
  const sources = AMBIENT_SOURCES.filter(
    source => every || offers.includes(source) || source === draft.source,
  );
  return (
    <>
      <Select
        label={t('destinationForm.source')}
        value={draft.source}
        onChange={source => set({ source: source as AmbientSource })}
        options={sources.map(source => ({
          id: source,
          label: t(`destinationForm.source.${source}`),
        }))}
      />
      {draft.source === 'profile' && (
        <TextField
          label={t('destinationForm.profile')}
          secondaryLabel={t('planForm.optional')}
          value={draft.profile}
          onChange={profile => set({ profile })}
          autoComplete="off"
        />
      )}
    </>
  );
}

function Role(props: WhoFieldsProps) {
  const { draft, set, offers, faults, refused, path, externalId } = props;
  const t = useT();
  return (
    <>
      <TextField
        label={t('destinationForm.roleArn')}
        value={draft.roleArn}
        onChange={roleArn => set({ roleArn })}
        autoComplete="off"
        {...fieldError(
          faults.includes('roleArn')
            ? t('destinationForm.roleArnWrong')
            : refused[`${path}.roleArn`],
        )}
      />
      <CopySnippet label={t('destinationForm.externalId')} text={externalId} />
      <p className={styles.help}>{t('destinationForm.externalIdHelp')}</p>
      {(offers.length > 0 || draft.by === 'ambient') && (
        <RadioGroup
          label={t('destinationForm.assumedBy')}
          value={draft.by}
          onChange={by => set({ by: by as WhoDraft['by'] })}
        >
          <Radio value="keys">{t('destinationForm.keys')}</Radio>
          <Radio value="ambient">{t('destinationForm.ambient')}</Radio>
        </RadioGroup>
      )}
      {draft.by === 'keys' ? <Keys {...props} /> : <Ambient {...props} />}
      <details>
        <summary>{t('destinationForm.rare')}</summary>
        <div className={styles.folded}>
          <TextField
            label={t('destinationForm.sessionName')}
            secondaryLabel={t('planForm.optional')}
            value={draft.sessionName}
            onChange={sessionName => set({ sessionName })}
            autoComplete="off"
          />
          <TextField
            label={t('destinationForm.stsEndpoint')}
            secondaryLabel={t('planForm.optional')}
            value={draft.stsEndpoint}
            onChange={stsEndpoint => set({ stsEndpoint })}
            autoComplete="off"
          />
        </div>
      </details>
    </>
  );
}

/** One set of credentials: keys, the machine's own, or a role. */
export function WhoFields(props: WhoFieldsProps) {
  const { draft, set, offers } = props;
  const t = useT();
  return (
    <>
      <RadioGroup
        label={t('destinationForm.credentials')}
        value={draft.type}
        onChange={type => set({ type: type as WhoDraft['type'] })}
      >
        <Radio value="keys">{t('destinationForm.keys')}</Radio>
        {(offers.length > 0 || draft.type === 'ambient') && (
          <Radio value="ambient">{t('destinationForm.ambient')}</Radio>
        )}
        <Radio value="assume-role">{t('destinationForm.role')}</Radio>
      </RadioGroup>
      {draft.type === 'ambient' && <Ambient {...props} />}
      {draft.type === 'keys' && usesKeys(draft) && <Keys {...props} />}
      {draft.type === 'assume-role' && <Role {...props} />}
    </>
  );
}
