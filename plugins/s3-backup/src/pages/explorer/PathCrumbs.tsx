import { Fragment } from 'react';
import { Link } from '@backstage/ui';
import { middle } from '../../format/names';
import { useLinks } from '../../live/useLinks';
import { useT } from '../../translation';
import { plainSegment, segmentsOf } from './keyWords';
import styles from './Explorer.module.css';

/** The way from the top of the prefix to here; each step leads back. */
export function PathCrumbs(props: { name: string; path: string }) {
  const { name, path } = props;
  const t = useT();
  const links = useLinks();
  const segments = segmentsOf(path);
  return (
    <nav aria-label={t('explorer.path')}>
      <ol className={styles.crumbs}>
        <li>
          {segments.length === 0 ? (
            <span aria-current="page">{t('explorer.root')}</span>
          ) : (
            <Link href={links.explore(name)}>{t('explorer.root')}</Link>
          )}
        </li>
        {segments.map((segment, at) => {
          const here = `${segments.slice(0, at + 1).join('/')}/`;
          const text = middle(plainSegment(segment), 40);
          return (
            <Fragment key={here}>
              <li aria-hidden>/</li>
              <li title={plainSegment(segment)}>
                {at === segments.length - 1 ? (
                  <span aria-current="page">{text}</span>
                ) : (
                  <Link href={links.explore(name, { path: here })}>{text}</Link>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
