import { act, renderHook } from '@testing-library/react';
import { useDraft } from './useDraft';

const initial = { name: '', secret: '' };
const keep = (draft: typeof initial) => ({ ...draft, secret: '' });

beforeEach(() => sessionStorage.clear());

it('outlives the page without its secrets', () => {
  const first = renderHook(() => useDraft('x', initial, keep));
  act(() => first.result.current.set({ name: 'main', secret: 'hush' }));
  expect(first.result.current.draft.secret).toBe('hush');
  first.unmount();
  expect(JSON.stringify(sessionStorage)).not.toContain('hush');
  const second = renderHook(() => useDraft('x', initial, keep));
  expect(second.result.current.draft).toEqual({ name: 'main', secret: '' });
  expect(second.result.current.restored).toBe(true);
  act(() => second.result.current.discard());
  expect(second.result.current.draft).toEqual(initial);
  expect(sessionStorage).toHaveLength(0);
});

it('warns before the site is left, only while something is unsaved', () => {
  const { result } = renderHook(() => useDraft('x', initial, keep));
  const leave = () => {
    const event = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(leave()).toBe(false);
  act(() => result.current.set({ name: 'main' }));
  expect(leave()).toBe(true);
  act(() => result.current.forget());
  expect(leave()).toBe(false);
});
