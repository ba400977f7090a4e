import { act, render, screen, waitFor } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useLoad } from './useLoad';

type Listener = (message: { changed: string }) => void;

function Probe(props: {
  load: () => Promise<string>;
  id?: string;
  poll?: number;
}) {
  const state = useLoad(props.load, props.id ?? 'one', {
    topics: ['runs'],
    poll: () => props.poll,
  });
  return (
    <p>{`${state.value ?? 'nothing'} ${state.problem?.message ?? 'fine'}`}</p>
  );
}

function setup() {
  const listeners = new Set<Listener>();
  const signals = {
    subscribe: (_: string, listener: Listener) => {
      listeners.add(listener);
      return { unsubscribe: () => listeners.delete(listener) };
    },
  };
  const wrap = (element: JSX.Element, withSignals = true) => (
    <TestApiProvider
      apis={(withSignals ? [[signalApiRef, signals]] : []) as [never]}
    >
      {element}
    </TestApiProvider>
  );
  const signal = (changed: string) =>
    act(() => listeners.forEach(listener => listener({ changed })));
  return { wrap, signal, listeners };
}

it('loads again on a signal of its topic, a burst of them once', async () => {
  const { wrap, signal, listeners } = setup();
  let count = 0;
  const load = jest.fn(async () => `answer ${(count += 1)}`);
  const { unmount } = render(wrap(<Probe load={load} />));
  expect(await screen.findByText('answer 1 fine')).toBeVisible();
  signal('settings');
  signal('runs');
  signal('runs');
  signal('runs');
  expect(await screen.findByText('answer 2 fine')).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
  unmount();
  expect(listeners.size).toBe(0);
});

it('polls without signals', async () => {
  const { wrap } = setup();
  let count = 0;
  render(
    wrap(
      <Probe load={async () => `answer ${(count += 1)}`} poll={20} />,
      false,
    ),
  );
  await waitFor(() => expect(count).toBeGreaterThan(3));
});

it('keeps the value when a refresh fails, and drops it for another key', async () => {
  const { wrap, signal } = setup();
  let fails = false;
  const load = async () => {
    if (fails) throw new Error('down');
    return 'known';
  };
  const { rerender } = render(wrap(<Probe load={load} />));
  expect(await screen.findByText('known fine')).toBeVisible();
  fails = true;
  signal('runs');
  expect(await screen.findByText('known down')).toBeVisible();
  rerender(wrap(<Probe load={load} id="two" />));
  expect(await screen.findByText('nothing down')).toBeVisible();
});

it('drops an answer that a later question overtook', async () => {
  const { wrap } = setup();
  const resolvers: Array<(text: string) => void> = [];
  const load = () => new Promise<string>(resolve => resolvers.push(resolve));
  const { rerender } = render(wrap(<Probe load={load} />));
  rerender(wrap(<Probe load={load} id="two" />));
  await waitFor(() => expect(resolvers).toHaveLength(2));
  await act(async () => resolvers[1]('late question'));
  await act(async () => resolvers[0]('early question'));
  expect(screen.getByText('late question fine')).toBeVisible();
});
