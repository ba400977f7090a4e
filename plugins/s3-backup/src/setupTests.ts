import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { setWidth } from './__testUtils__/width';

// Pages are loaded lazily; a busy machine takes its time to transform them.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(120_000);

// jsdom has no layout: tests say how wide the window is. Wide unless said.
setWidth(1280);
Element.prototype.scrollIntoView ??= () => {};

// Decisions are cached by permission for the whole page, and so across the
// viewers of one test file: here each is asked anew.
jest.mock('@backstage/plugin-permission-react', () => {
  const actual = jest.requireActual('@backstage/plugin-permission-react');
  const { useApi } = jest.requireActual('@backstage/frontend-plugin-api');
  const { useEffect, useState } = jest.requireActual('react');
  return {
    ...actual,
    usePermission(input: {
      permission: { name: string };
      resourceRef?: string;
    }) {
      const api = useApi(actual.permissionApiRef);
      const [allowed, setAllowed] = useState(false);
      const { name } = input.permission;
      const isAsked = !('resourceRef' in input) || Boolean(input.resourceRef);
      useEffect(() => {
        let dropped = false;
        if (isAsked) {
          api
            .authorize(input)
            .then(
              ({ result }: { result: string }) =>
                !dropped && setAllowed(result === 'ALLOW'),
            );
        }
        return () => {
          dropped = true;
        };
        // eslint-disable-next-line react-hooks/exhaustive-deps
      }, [api, name, isAsked, input.resourceRef]);
      return { loading: false, allowed };
    },
  };
});

// What the framework says of itself in each test hides what is said of ours.
const KNOWN = [
  '[JSS]',
  'React Router Future Flag',
  '<Focusable> child must have',
  'changed from uncontrolled to controlled',
  "HTMLCanvasElement's getContext",
  'findDOMNode is deprecated',
];
for (const level of ['warn', 'error'] as const) {
  // eslint-disable-next-line no-console
  const say = console[level].bind(console);
  // eslint-disable-next-line no-console
  console[level] = (...words: unknown[]) => {
    const text = words.map(String).join(' ');
    if (!KNOWN.some(known => text.includes(known))) say(...words);
  };
}
