import {
  createTranslationRef,
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/**
 * Every word of the pages. French ships for the Settings form; an app may
 * bring more with a translation resource.
 * @public
 */
export const s3BackupTranslationRef = createTranslationRef({
  id: 'plugin.s3-backup',
  messages,
  translations: { fr: () => import('./translations/fr') },
});

/** Translates with the plugin's messages. */
export type T = TranslationFunction<typeof s3BackupTranslationRef.T>;

/** The function that translates, for the language of the page. */
export function useT(): T {
  return useTranslationRef(s3BackupTranslationRef).t;
}
