import { sampleSimulation } from '../../../__testUtils__/samples';
import { cellsOf, moveBy } from './calendarDays';

describe('the calendar', () => {
  const cells = cellsOf(sampleSimulation());

  it('has 53 weeks, Monday first, and each day its place', () => {
    expect(cells).toHaveLength(53 * 7);
    expect(new Date(`${cells[0].date}T00:00:00Z`).getUTCDay()).toBe(1);
    expect(cells[cells.length - 1]).toMatchObject({
      date: '2027-11-21',
      day: { kept: 1, period: 'weekly' },
    });
    expect(cells.find(({ date }) => date === '2026-11-20')?.day?.locked).toBe(
      true,
    );
  });

  it.each([
    ['ArrowUp', 10, 9],
    ['ArrowDown', 10, 11],
    ['ArrowLeft', 10, 3],
    ['ArrowRight', 10, 17],
    ['PageUp', 40, 12],
    ['PageDown', 10, 38],
    ['Home', 10, 7],
    ['End', 10, 13],
    ['ArrowLeft', 3, 0],
    ['PageDown', 368, 370],
    ['x', 10, undefined],
  ])('%s leads from %d to %s', (key, from, to) => {
    expect(moveBy(key, from, cells.length)).toBe(to);
  });
});
