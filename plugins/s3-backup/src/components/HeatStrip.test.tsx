import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPart } from '../__testUtils__/render';
import { HeatStrip } from './HeatStrip';

it('shows a day’s state by shape, and the same as a table', async () => {
  const states = ['good', 'partial', 'failed', 'missed', 'none'] as const;
  const days = states.map((state, index) => ({
    date: `2026-11-0${index + 1}`,
    state,
    runs: index,
  }));
  const { container } = renderPart(<HeatStrip days={days} />);
  expect(
    await screen.findByRole('img', {
      name: 'Last 5 days: 1 good, 3 with trouble',
    }),
  ).toBeVisible();
  const shapes = [...container.querySelectorAll('svg[role="img"] > g')].map(
    group => group.querySelector('title')?.nextElementSibling?.outerHTML,
  );
  expect(new Set(shapes).size).toBe(5);
  await userEvent.click(screen.getByRole('button', { name: 'Show as table' }));
  const row = screen.getByRole('row', { name: /3 Nov 2026/ });
  expect(within(row).getByText('failed')).toBeVisible();
});
