import { spawn } from 'node:child_process';
import { groupUsage } from './groupUsage';

const suite = process.platform === 'linux' ? describe : describe.skip;

suite('on Linux', () => {
  it('counts a process with the tools that it started', async () => {
    const script = `
    const { spawn } = require('node:child_process');
    spawn('sleep', ['60'], { stdio: 'ignore' });
    console.log('begun');`;
    const leader = spawn(process.execPath, ['-e', script], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = leader.pid!;
    try {
      await new Promise(done => leader.stdout.once('data', done));
      const used = await groupUsage(new Set([pid]));
      expect([...used.keys()]).toEqual([pid]);
      expect(used.get(pid)!.memoryBytes).toBeGreaterThan(10_000_000);
      expect(used.get(pid)!.cpuSeconds).toBeGreaterThanOrEqual(0);
    } finally {
      process.kill(-pid, 'SIGKILL');
    }
    expect((await groupUsage(new Set())).size).toBe(0);
  });
});
