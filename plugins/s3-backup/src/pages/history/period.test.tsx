import { CalendarDate, today } from '@internationalized/date';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPart } from '../../__testUtils__/render';
import { viewerZone } from '../../format/times';
import { HistoryFilters } from './HistoryFilters';
import { betweenOf, periodOf } from './period';

const BERLIN = 'Europe/Berlin';

it('spans whole days of the viewer, however long they are', () => {
  const period = {
    start: new CalendarDate(2026, 3, 28),
    end: new CalendarDate(2026, 3, 29),
  };
  const between = betweenOf(period, BERLIN);
  // The clocks go forward on the 29th.
  expect(between).toEqual({
    from: '2026-03-27T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  });
  expect(periodOf(between, BERLIN)?.start.toString()).toBe('2026-03-28');
  expect(periodOf(between, BERLIN)?.end.toString()).toBe('2026-03-29');
});

it('reads an address that has no end, no sense, or nothing', () => {
  const from = '2026-01-02T23:30:00Z';
  expect(periodOf({ from }, BERLIN)?.start.toString()).toBe('2026-01-03');
  expect(periodOf({ from }, BERLIN)?.end).toEqual(today(BERLIN));
  expect(periodOf({ from: 'soon' }, BERLIN)).toBe(null);
  expect(periodOf({}, BERLIN)).toBe(null);
  const turned = periodOf({ from, to: '2025-01-01T00:00:00Z' }, BERLIN);
  expect(turned?.end.toString()).toBe('2026-01-03');
  expect(betweenOf(null)).toEqual({ from: undefined, to: undefined });
});

it('shows the days of the filter, and sets them as they are changed', async () => {
  const zone = viewerZone();
  const period = (day: number) => ({
    start: new CalendarDate(2026, 5, day),
    end: new CalendarDate(2026, 5, 20),
  });
  const set = jest.fn();
  renderPart(
    <HistoryFilters
      filter={betweenOf(period(4), zone)}
      set={set}
      replace={jest.fn()}
    />,
  );
  const [day] = await screen.findAllByRole('spinbutton', { name: /^day/ });
  expect(day).toHaveTextContent('4');
  await userEvent.click(day);
  await userEvent.keyboard('{ArrowUp}');
  expect(set).toHaveBeenLastCalledWith(betweenOf(period(5), zone));
});
