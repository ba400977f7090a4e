import { FormEvent, useState } from 'react';
import { Alert, Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  AmbientSource,
  CheckUp,
  Destination,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef, Tagged } from '../../api';
import {
  CheckUpView,
  ConfigLock,
  ConfirmDialog,
  DraftBack,
  HintAlert,
  SaveProblem,
  Section,
  useAnnounce,
  verdictText,
} from '../../components';
import { useNavigate } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useCheckUp } from '../../live/useCheckUp';
import { useDraft } from '../../live/useDraft';
import { useLinks } from '../../live/useLinks';
import { useT } from '../../translation';
import {
  customerKeyOf,
  destinationDraftOf,
  destinationInputOf,
  fixed,
  isMoved,
  withoutSecret,
} from './destinationDraft';
import { DestinationFormStore } from './DestinationFormStore';
import { DestinationFormTransfer } from './DestinationFormTransfer';
import { DestinationFormWhere } from './DestinationFormWhere';
import { DestinationFormWho } from './DestinationFormWho';
import styles from './Destinations.module.css';
import { keptProxy } from './destinationTransferDraft';
import { keepsCustomerKey } from './destinationStoreDraft';
import { useDestinationFields } from './useDestinationFields';
import { useSetText } from './useSetText';

/** Where, who and how, with a test of the draft as it stands. */
export function DestinationForm(props: {
  destination: Tagged<Destination> | undefined;
  offers: AmbientSource[];
  externalIdPrefix: string;
  onReload: () => void;
}) {
  const { destination, offers, externalIdPrefix, onReload } = props;
  const before = destination?.value;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const setTextOf = useSetText();
  const links = useLinks();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [initial] = useState(() => destinationDraftOf(before));
  const form = useDraft(
    `destination.${before?.name ?? 'new'}`,
    initial,
    withoutSecret,
  );
  const { draft, set } = form;
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [tested, setTested] = useState<{ key: string; checkUp: CheckUp }>();
  const { input, faults } = destinationInputOf(draft, before);
  const key = JSON.stringify(input);
  const test = useCheckUp(
    async watch => input && api.testDraft(input, watch),
    checkUp => {
      setTested({ key, checkUp });
      announce(verdictText(t, checkUp));
    },
  );
  const save = useAction(async () => {
    if (!input) return;
    if (before) {
      await api.updateDestination(
        before.name,
        input,
        destination?.etag ?? null,
      );
    } else {
      await api.createDestination(input);
    }
    form.forget();
    navigate(links.destination(input.name));
  });
  const fields = useDestinationFields({
    draft,
    set,
    faults,
    tried,
    refused: { ...test.problem?.fields, ...save.problem?.fields },
  });
  const back = before ? links.destination(before.name) : links.destinations;
  if (before?.fromConfig) return <ConfigLock path={before.fromConfig} />;

  const notReady =
    tested !== undefined &&
    tested.key === key &&
    tested.checkUp.verdict === 'not-ready';

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        setTried(true);
        if (input) save.run();
      }}
    >
      <DraftBack shown={form.restored} onDiscard={form.discard} />
      <SaveProblem problem={save.problem} onReload={onReload} />
      <DestinationFormWhere fields={fields} isNew={before === undefined} />
      <DestinationFormWho
        fields={fields}
        before={before}
        offers={offers}
        externalIdPrefix={externalIdPrefix}
      />
      <DestinationFormStore
        draft={draft.store}
        set={change => set({ store: { ...draft.store, ...change } })}
        problem={fields.problem}
        keySetText={
          !isMoved(draft, before) &&
          keepsCustomerKey(draft.store, before?.store)
            ? setTextOf(customerKeyOf(before))
            : undefined
        }
      />
      <DestinationFormTransfer
        draft={draft.transfer}
        set={change => set({ transfer: { ...draft.transfer, ...change } })}
        problem={fields.problem}
        proxySetText={setTextOf(
          keptProxy(draft.transfer, before?.transfer, isMoved(draft, before)),
        )}
      />
      {test.problem && <HintAlert problem={test.problem} urgent />}
      {(tested || test.pending) && (
        <Section title={t('checkup.title')}>
          <CheckUpView
            checkUp={tested?.checkUp}
            pending={test.pending}
            progress={test.progress}
            onCancel={test.cancel}
            isStale={tested?.key !== key}
            fixWith={fix => {
              const change = fixed(draft, fix);
              return change && (() => set(change));
            }}
            onSwap={
              draft.who.secret
                ? () =>
                    set({
                      who: {
                        ...draft.who,
                        accessKeyId: draft.who.secret,
                        secret: draft.who.accessKeyId,
                      },
                    })
                : undefined
            }
          />
        </Section>
      )}
      {notReady && (
        <Alert
          status="warning"
          icon
          title={t('destinationForm.saveAnywayHelp')}
        />
      )}
      <div className={styles.buttons}>
        <Button
          variant="secondary"
          isPending={test.pending}
          onPress={() => {
            setTried(true);
            if (input) test.run();
          }}
        >
          {t('destinations.test')}
        </Button>
        <Button
          type="submit"
          variant={notReady ? 'secondary' : 'primary'}
          isPending={save.pending}
        >
          {notReady
            ? t('destinationForm.saveAnyway')
            : t('destinationForm.create')}
        </Button>
        <Button
          variant="tertiary"
          onPress={() => (form.dirty ? setLeaving(true) : navigate(back))}
        >
          {t('common.cancel')}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={leaving}
        onClose={() => setLeaving(false)}
        title={t('common.unsavedTitle')}
        confirm={t('common.discard')}
        keep={t('common.keepEditing')}
        destructive
        onConfirm={async () => {
          form.forget();
          navigate(back);
        }}
      >
        <p>{t('common.unsavedBody')}</p>
      </ConfirmDialog>
    </form>
  );
}
