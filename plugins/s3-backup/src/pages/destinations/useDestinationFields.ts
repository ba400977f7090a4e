import { useState } from 'react';
import { fieldError } from '../../components';
import { useT } from '../../translation';
import { DestinationDraftFields, DestinationFault } from './destinationDraft';

/** Fields of the draft that are typed as one line of text. */
export type TextName =
  | 'bucket'
  | 'prefix'
  | 'region'
  | 'endpoint'
  | 'expectedBucketOwner';

/** What the parts of the form share: the draft, and what is said of its fields. */
export function useDestinationFields(options: {
  draft: DestinationDraftFields;
  set: (change: Partial<DestinationDraftFields>) => void;
  /** Faults of the draft; shown once somebody tried to send it. */
  faults: readonly DestinationFault[];
  tried: boolean;
  /** What the server said, by path. */
  refused: Record<string, string>;
}) {
  const { draft, set, faults, tried, refused } = options;
  const t = useT();
  const [trimmed, setTrimmed] = useState<string[]>([]);
  const wrong = (name: DestinationFault, words: string, path: string = name) =>
    tried && faults.includes(name) ? words : refused[path];
  return {
    draft,
    set,
    wrong,
    refused,
    tried,
    problem: (name: DestinationFault, words: string, path?: string) =>
      fieldError(wrong(name, words, path)),
    text: (name: TextName) => ({
      value: draft[name],
      onChange: (value: string) => {
        set({ [name]: value });
        setTrimmed(names => names.filter(each => each !== name));
      },
      // A pasted space at an end is removed, and said; never silently.
      onBlur: () => {
        if (draft[name] === draft[name].trim()) return;
        set({ [name]: draft[name].trim() });
        setTrimmed(names => [...names, name]);
      },
      autoComplete: 'off',
    }),
    said: (name: TextName, description?: string) =>
      trimmed.includes(name) ? t('destinationForm.trimmed') : description,
  };
}

export type DestinationFields = ReturnType<typeof useDestinationFields>;
