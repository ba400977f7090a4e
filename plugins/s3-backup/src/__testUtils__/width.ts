let width = 1280;
const listeners = new Set<() => void>();

/** Sets the width of the test's window and tells those who listen. */
export function setWidth(pixels: number) {
  width = pixels;
  window.matchMedia = (query: string) => {
    const least = Number(/min-width: (\d+)px/.exec(query)?.[1] ?? 0);
    return {
      get matches() {
        return query.includes('min-width') && width >= least;
      },
      media: query,
      onchange: null,
      addEventListener: (_: string, listener: () => void) =>
        listeners.add(listener),
      removeEventListener: (_: string, listener: () => void) =>
        listeners.delete(listener),
      addListener: () => {},
      removeListener: () => {},
      dispatchEvent: () => false,
    } as unknown as MediaQueryList;
  };
  listeners.forEach(listener => listener());
}
