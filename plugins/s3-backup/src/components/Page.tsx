import { ReactNode, useEffect, useRef } from 'react';
import { useLocation } from '../live/router';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import {
  Container,
  Header,
  HeaderMetadataItem,
  VisuallyHidden,
} from '@backstage/ui';
import { useT } from '../translation';
import { Announcer } from './announce';
import styles from './Page.module.css';

/**
 * Moves focus to the page's heading when the page appears: a route change
 * leaves it on the body, where the keyboard starts from the top again. A tab
 * that was just pressed keeps it.
 */
function useHeadingFocus() {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const heading = main.current?.querySelector('h2');
    if (!heading) return;
    heading.tabIndex = -1;
    const focused = document.activeElement;
    if (!focused || focused === document.body) {
      heading.focus({ preventScroll: true });
    }
  }, []);
  return main;
}

/** How often a title is set again; two that insist would go on for ever. */
const INSIST = 20;

/**
 * Names the browser's tab while the page is shown. Others set the title, too:
 * the counter of notifications puts back, a moment later, what it saw before.
 * A title that holds ours, with a number before it, is left alone.
 */
export function usePageTitle(title: string) {
  useEffect(() => {
    const before = document.title;
    let left = INSIST;
    document.title = title;
    const observer = new MutationObserver(() => {
      if (document.title.includes(title) || left === 0) return;
      left -= 1;
      document.title = title;
    });
    observer.observe(document.head, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    return () => {
      observer.disconnect();
      document.title = before;
    };
  }, [title]);
}

/**
 * The frame of everything below a header tab: one `main`, one heading, one
 * live region, the title of the browser's tab. A list page hides its heading,
 * since the tab above says the same; a detail page shows it and its breadcrumb.
 */
export function Page(props: {
  title: string;
  documentTitle?: string;
  /** Shows the heading, with metadata and actions. */
  detail?: boolean;
  metadata?: HeaderMetadataItem[];
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}) {
  const { title, detail, metadata, actions, narrow, children } = props;
  const main = useHeadingFocus();
  const { pathname } = useLocation();
  const t = useT();
  const plugin = t('backups.title');
  usePageTitle(
    props.documentTitle ?? (title === plugin ? title : `${title} · ${plugin}`),
  );
  const content = (
    <div
      className={narrow ? `${styles.content} ${styles.narrow}` : styles.content}
    >
      {children}
    </div>
  );
  const frame = (
    <Announcer>
      <main className={styles.main} ref={main}>
        {detail ? (
          <Header
            title={title}
            metadata={metadata}
            customActions={
              actions && <div className={styles.actions}>{actions}</div>
            }
          />
        ) : (
          <VisuallyHidden>
            <h2>{title}</h2>
          </VisuallyHidden>
        )}
        <Container>{content}</Container>
      </main>
    </Announcer>
  );
  return detail ? (
    <BreadcrumbEntry entry={{ label: title, href: pathname }}>
      {frame}
    </BreadcrumbEntry>
  ) : (
    frame
  );
}
