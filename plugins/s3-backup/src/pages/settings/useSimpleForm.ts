import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CheckUp,
  SimpleSettings,
  SimpleSettingsSaved,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef, Tagged } from '../../api';
import { fieldError, useAnnounce, verdictText } from '../../components';
import { useAction } from '../../live/useAction';
import { useCheckUp } from '../../live/useCheckUp';
import { useDraft } from '../../live/useDraft';
import { useT } from '../../translation';
import {
  simpleDraftOf,
  SimpleFault,
  simpleInputOf,
  testInputOf,
  withoutSecret,
} from './simpleDraft';

export type SimpleForm = ReturnType<typeof useSimpleForm>;

/** Draft of the small form, its faults, and what *Test* and *Save* do with it. */
export function useSimpleForm(
  simple: Tagged<SimpleSettings>,
  onSaved: (saved: SimpleSettingsSaved) => Promise<void>,
) {
  const before = simple.value;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const announce = useAnnounce();
  const [initial] = useState(() => simpleDraftOf(before));
  const form = useDraft('simple', initial, withoutSecret);
  const { draft, set } = form;
  const [tried, setTried] = useState<'test' | 'save'>();
  const [tested, setTested] = useState<{ key: string; checkUp: CheckUp }>();
  const saving = simpleInputOf(draft, before);
  const testing = testInputOf(draft, before);
  const key = JSON.stringify(testing.input);
  const test = useCheckUp(
    async watch => testing.input && api.testDraft(testing.input, watch),
    checkUp => {
      setTested({ key, checkUp });
      announce(verdictText(t, checkUp));
    },
  );
  const save = useAction(async () => {
    if (!saving.input) return;
    const saved = await api.saveSimpleSettings(saving.input, simple.etag);
    form.forget();
    await onSaved(saved);
  });
  const fields = { ...test.problem?.fields, ...save.problem?.fields };
  const shown = tried === 'save' ? saving.faults : testing.faults;
  const wordsFor = (name: SimpleFault, words: string, path: string = name) =>
    tried && shown.includes(name) ? words : fields[path];

  return {
    before,
    draft,
    set,
    form,
    test,
    save,
    tested: tested && { ...tested, isStale: tested.key !== key },
    /** What is wrong with a field, by our own look or the server's. */
    wordsFor,
    problem: (name: SimpleFault, words: string, path?: string) =>
      fieldError(wordsFor(name, words, path)),
    /** The server's word on a field that has no rule here. */
    told: (path: string) => fieldError(fields[path]),
    tryTest: () => {
      setTried('test');
      if (testing.input) test.run();
    },
    trySave: () => {
      setTried('save');
      if (saving.input) save.run();
    },
  };
}
