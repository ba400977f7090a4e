import type { Circumstances } from './missed';
import { judgeSlots } from './missed';

const awake: Circumstances = {
  automatic: { enabled: true, recovered: false, changedAt: null },
  planEnabled: true,
  pausedUntil: null,
  waiting: null,
  now: 100,
};

describe('judgeSlots', () => {
  it('runs a slot that fell while awake', () => {
    expect(judgeSlots([10], awake)).toEqual({ run: 10, missed: [] });
  });
  it('catches up the latest of a sleep, once', () => {
    expect(judgeSlots([10, 20, 30], awake)).toEqual({
      run: 30,
      missed: [{ reason: 'portal-down', slots: [10, 20] }],
    });
  });
  it.each([
    ['automatic-off', { automatic: { ...awake.automatic, enabled: false } }],
    ['recovered', { automatic: { ...awake.automatic, recovered: true } }],
    ['switched-off', { planEnabled: false }],
    ['paused', { pausedUntil: 99 }],
  ])('never catches up: %s', (reason, change) => {
    expect(judgeSlots([10, 20], { ...awake, ...change })).toEqual({
      run: null,
      missed: [{ reason, slots: [10, 20] }],
    });
  });
  it('does not run what fell just before switching on, or in a pause that ended', () => {
    const automatic = { ...awake.automatic, changedAt: 15 };
    expect(judgeSlots([10], { ...awake, automatic })).toEqual({
      run: null,
      missed: [{ reason: 'automatic-off', slots: [10] }],
    });
    expect(judgeSlots([10, 20], { ...awake, pausedUntil: 15 })).toEqual({
      run: 20,
      missed: [{ reason: 'paused', slots: [10] }],
    });
  });
  it('lets one run wait, not a row of them', () => {
    expect(judgeSlots([10], { ...awake, waiting: 'overlap' })).toEqual({
      run: null,
      missed: [{ reason: 'overlap', slots: [10] }],
    });
  });
  it('leaves out the slot that somebody said, and no other', () => {
    expect(judgeSlots([10, 20], { ...awake, skipSlot: 20 })).toEqual({
      run: 10,
      missed: [{ reason: 'skipped', slots: [20] }],
    });
    expect(judgeSlots([10], { ...awake, skipSlot: 20 }).run).toBe(10);
  });
  it('catches nothing up where the plan says so, but what is a moment late', () => {
    const minutes = (n: number) => n * 60_000;
    const skip = { ...awake, catchUp: 'skip' as const, now: minutes(60) };
    expect(judgeSlots([minutes(30)], skip)).toEqual({
      run: null,
      missed: [{ reason: 'portal-down', slots: [minutes(30)] }],
    });
    expect(judgeSlots([minutes(59)], skip).run).toBe(minutes(59));
    // Its moment in the start window is still to come.
    const startOf = (slot: number) => slot + minutes(45);
    expect(judgeSlots([minutes(30)], { ...skip, startOf }).run).toBe(
      minutes(30),
    );
  });
});
