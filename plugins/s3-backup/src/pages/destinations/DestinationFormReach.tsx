import {
  Combobox,
  Select,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import {
  AWS_REGIONS,
  Provider,
  PROVIDER_PRESETS,
  regionOf,
} from '@understudy/backstage-plugin-s3-backup-common';
import { fieldError } from '../../components';
import { useT } from '../../translation';
import styles from './Destinations.module.css';
import {
  chosenProvider,
  isPlainHttp,
  PROVIDER_OPTIONS,
  providerOf,
} from './destinationWhereDraft';
import { DestinationFields } from './useDestinationFields';

const REGIONS = AWS_REGIONS.map(id => ({ value: id, label: id }));

/** Provider, region and endpoint; which of them there are, the provider says. */
export function DestinationFormReach(props: { fields: DestinationFields }) {
  const { draft, set, text, said, problem, wrong } = props.fields;
  const t = useT();
  const provider = providerOf(draft);
  const { endpoint } = PROVIDER_PRESETS[provider];
  const onAws = provider === 'aws' && draft.endpoint.trim() === '';
  const usual = regionOf({ provider, endpoint: endpoint && 'https://s3' });
  const regionHelp = usual
    ? t('destinationForm.regionUsual', { region: usual })
    : t('destinationForm.regionHelp');
  return (
    <>
      <Select
        label={t('destinationForm.provider')}
        value={provider}
        onChange={id => set(chosenProvider(id as Provider))}
        options={PROVIDER_OPTIONS}
      />
      <TextField
        label={t('destinationForm.endpoint')}
        description={said('endpoint', endpoint ?? undefined)}
        type="url"
        {...text('endpoint')}
        {...problem('endpoint', t('destinationForm.endpointWrong'))}
      />
      {onAws ? (
        <Combobox
          label={t('destinationForm.region')}
          description={said('region', regionHelp)}
          options={REGIONS}
          allowsCustomValue
          value={draft.region || null}
          inputValue={draft.region}
          onInputChange={region => set({ region })}
          onChange={region => region && set({ region: String(region) })}
          {...fieldError(wrong('region', t('destinationForm.regionWrong')))}
        />
      ) : (
        <TextField
          label={t('destinationForm.region')}
          description={said('region', regionHelp)}
          {...text('region')}
          {...problem('region', t('destinationForm.regionWrong'))}
        />
      )}
      {draft.endpoint.trim() !== '' && (
        <Switch
          label={t('destinationForm.pathStyle')}
          isSelected={draft.forcePathStyle}
          onChange={forcePathStyle => set({ forcePathStyle })}
        />
      )}
      {isPlainHttp(draft) && (
        <div>
          <Switch
            label={t('destinationForm.plainHttp')}
            isSelected={draft.allowPlainHttp}
            onChange={allowPlainHttp => set({ allowPlainHttp })}
          />
          <p className={styles.help} role="note">
            {wrong('allowPlainHttp', t('destinationForm.plainHttpWrong')) ??
              t('destinationForm.plainHttpHelp')}
          </p>
        </div>
      )}
    </>
  );
}

/** Folded: further addresses, or what only AWS has. */
export function DestinationFormReachRare(props: { fields: DestinationFields }) {
  const { draft, set, wrong, problem } = props.fields;
  const t = useT();
  if (draft.endpoint.trim() !== '') {
    return (
      <TextAreaField
        label={t('destinationForm.failover')}
        description={t('destinationForm.failoverHelp')}
        value={draft.failover}
        onChange={failover => set({ failover })}
        {...problem('failoverEndpoints', t('destinationForm.endpointWrong'))}
      />
    );
  }
  if (providerOf(draft) !== 'aws') return null;
  const slow = wrong('accelerate', t('destinationForm.accelerateWrong'));
  return (
    <>
      <Switch
        label={t('destinationForm.dualStack')}
        isSelected={draft.dualStack}
        onChange={dualStack => set({ dualStack })}
      />
      <Switch
        label={t('destinationForm.fips')}
        isSelected={draft.fips}
        onChange={fips => set({ fips })}
      />
      <div>
        <Switch
          label={t('destinationForm.accelerate')}
          isSelected={draft.accelerate}
          onChange={accelerate => set({ accelerate })}
        />
        <p className={styles.help}>
          {slow ?? t('destinationForm.accelerateHelp')}
        </p>
      </div>
    </>
  );
}
