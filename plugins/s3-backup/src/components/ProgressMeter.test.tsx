import { screen } from '@testing-library/react';
import { renderPart } from '../__testUtils__/render';
import { percentOf, ProgressMeter } from './ProgressMeter';

it('knows no per cent without a total, and no 100 before the end', () => {
  expect(percentOf(5, null)).toBeUndefined();
  expect(percentOf(5, 0)).toBeUndefined();
  expect(percentOf(100, 100)).toBe(99);
  expect(percentOf(999, 100)).toBe(99);
  expect(percentOf(38, 100)).toBe(38);
});

it('says how far it is, and what is not known', async () => {
  renderPart(
    <>
      <ProgressMeter label="known" done={1024} total={4096} left={240_000} />
      <ProgressMeter label="unknown" done={1024} total={null} />
    </>,
  );
  const known = await screen.findByRole('progressbar', { name: 'known' });
  expect(known).toHaveAttribute('aria-valuenow', '25');
  expect(known).toHaveAttribute(
    'aria-valuetext',
    '25 %, 1.00 KiB of 4.00 KiB, about 4 min left',
  );
  const unknown = screen.getByRole('progressbar', { name: 'unknown' });
  expect(unknown).not.toHaveAttribute('aria-valuenow');
  expect(unknown).toHaveAttribute('aria-valuetext', '1.00 KiB so far');
});
