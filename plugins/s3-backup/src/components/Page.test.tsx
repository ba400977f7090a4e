import { screen, waitFor } from '@testing-library/react';
import { renderPart } from '../__testUtils__/render';
import { useAnnounce } from './announce';
import { Page } from './Page';

function Speaker() {
  const announce = useAnnounce();
  return <button onClick={() => announce('said')}>speak</button>;
}

it('has one main, a focused heading, and one live region', async () => {
  renderPart(
    <Page title="Orders" detail>
      <Speaker />
    </Page>,
  );
  const heading = await screen.findByRole('heading', { name: 'Orders' });
  expect(heading).toHaveFocus();
  expect(screen.getAllByRole('main')).toHaveLength(1);
  screen.getByText('speak').click();
  await waitFor(() =>
    expect(screen.getByRole('status')).toHaveTextContent('said'),
  );
});

it('keeps its title when others put theirs back, but lets a count before it', async () => {
  document.title = 'App';
  const title = document.querySelector('title')!;
  const { unmount } = renderPart(<Page title="Orders">x</Page>);
  await waitFor(() => expect(document.title).toBe('Orders · Backups'));
  title.textContent = 'App';
  await waitFor(() => expect(document.title).toBe('Orders · Backups'));
  title.textContent = '(2) Orders · Backups';
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(document.title).toBe('(2) Orders · Backups');
  unmount();
  expect(document.title).toBe('App');
});
