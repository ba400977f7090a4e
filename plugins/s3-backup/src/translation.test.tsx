import { screen } from '@testing-library/react';
import { renderPart } from './__testUtils__/render';
import { messages } from './messages';
import french from './translations/fr';
import { useT } from './translation';

function Probe() {
  const t = useT();
  return (
    <p>
      {t('settings.frequency')} | {t('history.title')}
    </p>
  );
}

it('has a French word, or a fall-back, for every key', () => {
  expect(Object.keys(french).sort()).toEqual(Object.keys(messages).sort());
});

it('has French for all of the Settings form', () => {
  const missing = Object.entries(french)
    .filter(([key, text]) => key.startsWith('settings.') && text === null)
    .map(([key]) => key);
  // These come from configuration and keys, which speak English so far.
  expect(missing).toEqual(['settings.fromConfig', 'settings.unconfirmed']);
});

it('has French for all that a check-up of the form can say', () => {
  const inForm = (key: string) =>
    key.startsWith('checkup.') &&
    !/^checkup\.(reason|history|unhealthy|none)/.test(key);
  const missing = Object.entries(french)
    .filter(([key, text]) => inForm(key) && text === null)
    .map(([key]) => key);
  expect(missing).toEqual([]);
});

it('keeps the placeholders of each message', () => {
  const placeholders = (text: string) =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort();
  for (const [key, text] of Object.entries(french)) {
    const english = messages[key as keyof typeof messages];
    expect([key, placeholders(text ?? english)]).toEqual([
      key,
      placeholders(english),
    ]);
  }
});

it('shows English where nothing else is chosen', async () => {
  renderPart(<Probe />);
  expect(await screen.findByText('Frequency | History')).toBeVisible();
});
