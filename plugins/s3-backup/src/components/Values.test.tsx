import { screen } from '@testing-library/react';
import { renderPart } from '../__testUtils__/render';
import {
  Bytes,
  Duration,
  EntityName,
  KeyText,
  LongName,
  SlotText,
  TimeText,
} from './Values';

it('shows what is unknown as such, never as 0', async () => {
  renderPart(
    <>
      <Bytes bytes={null} />
      <TimeText at={null} />
      <Duration from={null} to={null} />
      <SlotText at={null} timeZone="UTC" />
    </>,
  );
  expect(await screen.findAllByText('unknown')).toHaveLength(4);
  expect(screen.queryByText(/0/)).toBe(null);
});

it('keeps the exact value within reach', async () => {
  renderPart(
    <>
      <Bytes bytes={39_950_745} />
      <TimeText at="2020-11-03T10:00:00.000Z" />
      <KeyText value={`${'k'.repeat(900)}/manifest.json`} />
      <LongName name="a-b/c_d.e" />
    </>,
  );
  expect(await screen.findByText('38.1 MiB')).toHaveAttribute(
    'title',
    '39,950,745 bytes',
  );
  const time = screen.getByText('3 Nov 2020');
  expect(time).toHaveAttribute('datetime', '2020-11-03T10:00:00.000Z');
  expect(time).toHaveAttribute(
    'title',
    expect.stringMatching(/^Tue 3 Nov 2020, /),
  );
  const key = screen.getByTitle(/^k{900}\/manifest.json$/);
  expect(key.textContent).toHaveLength(48);
  expect(screen.getByTitle('a-b/c_d.e')).toHaveTextContent('a-b/c_d.e');
});

it('leads from an entity to its Backups tab, and names the portal', async () => {
  renderPart(
    <>
      <EntityName entityRef="component:default/orders" />
      <EntityName entityRef={null} />
    </>,
  );
  expect(await screen.findByRole('link', { name: 'orders' })).toHaveAttribute(
    'href',
    '/catalog/default/component/orders/backups',
  );
  expect(screen.getByText('Portal')).toBeVisible();
});
