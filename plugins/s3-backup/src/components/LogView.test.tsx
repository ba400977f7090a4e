import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LogLine } from '@understudy/backstage-plugin-s3-backup-common';
import { renderPart } from '../__testUtils__/render';
import { LogView } from './LogView';

const lines: LogLine[] = [
  { at: '2026-11-21T01:00:00.001Z', level: 'info', text: 'begun' },
  { at: '2026-11-21T01:00:00.002Z', level: 'error', text: 'first error' },
  { at: '2026-11-21T01:00:00.003Z', level: 'error', text: 'clean-up failed' },
];

it('pins the first error, filters by level, and asks for earlier lines', async () => {
  const onEarlier = jest.fn();
  const { container } = renderPart(
    <LogView
      name="run"
      lines={lines}
      total={900}
      hasEarlier
      onEarlier={onEarlier}
      live={false}
    />,
  );
  const box = await screen.findByRole('log');
  expect(box).toHaveAttribute('aria-live', 'off');
  expect(box).toHaveAttribute('tabindex', '0');
  expect(screen.getAllByText('first error')).toHaveLength(2);
  expect(screen.getAllByText('clean-up failed')).toHaveLength(1);
  expect(container.querySelector('#first-error')).toHaveTextContent(
    'first error',
  );
  expect(screen.getByText('3 of 900 lines')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Show earlier' }));
  expect(onEarlier).toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: /Level/ }));
  await userEvent.click(screen.getByRole('option', { name: 'Errors' }));
  expect(screen.queryByText('begun')).toBe(null);
});

it('follows only while something may come', async () => {
  renderPart(
    <LogView
      name="run"
      lines={lines}
      total={3}
      hasEarlier={false}
      onEarlier={() => {}}
      live
    />,
  );
  expect(await screen.findByRole('switch', { name: 'Follow' })).toBeChecked();
  expect(screen.queryByRole('button', { name: 'Show earlier' })).toBe(null);
});
