import { screen } from '@testing-library/react';
import { renderPart } from '../__testUtils__/render';
import { HealthBadge } from './HealthBadge';
import { ProofPips } from './ProofPips';
import { ProtectionBadge } from './ProtectionBadge';
import { StatusBadge } from './StatusBadge';

const chipOf = (text: string) =>
  screen.getByText(text).closest('[data-family]')?.getAttribute('data-family');

it('says a status in words, and green only without an error', async () => {
  renderPart(
    <>
      <StatusBadge run={{ status: 'succeeded' }} />
      <StatusBadge
        run={{ status: 'succeeded', error: { title: 'something' } }}
      />
      <StatusBadge run={{ status: 'running', cancelling: true }} />
    </>,
  );
  expect(await screen.findByText('Succeeded')).toBeVisible();
  expect(chipOf('Succeeded')).toBe('positive');
  expect(chipOf('Partial')).toBe('warning');
  expect(chipOf('Cancelling…')).toBe('announcement');
});

it('says protection and health in words', async () => {
  renderPart(
    <>
      <ProtectionBadge state="at-risk" />
      <ProtectionBadge state="no-plan" />
      <HealthBadge health="unhealthy" />
    </>,
  );
  expect(await screen.findByText('At risk')).toBeVisible();
  expect(screen.getByText('No plan')).toHaveAttribute('data-dashed', 'true');
  expect(chipOf('Unhealthy')).toBe('negative');
});

it('names a proof by its rung, and a failed one by where it failed', async () => {
  const { container } = renderPart(
    <>
      <ProofPips proof={{ rung: 'read', failed: null }} />
      <ProofPips proof={{ rung: 'read', failed: 'opened' }} />
    </>,
  );
  expect(await screen.findByText('Proof: Read, 2 of 5')).toBeInTheDocument();
  expect(container.querySelectorAll('[data-filled="true"]')).toHaveLength(2);
  expect(screen.getByText('Proof: failed at Opened')).toBeInTheDocument();
});
