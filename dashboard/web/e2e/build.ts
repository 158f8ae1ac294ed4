import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Where the binary under test is. */
export const binary = process.env.PICLOUD_BINARY ?? fileURLToPath(new URL('.bin/picloud', import.meta.url));

/** Builds the binary, with the dashboard that is in dist, unless one is given. */
export default function build(): void {
	if (process.env.PICLOUD_BINARY) return;
	execFileSync('go', ['build', '-o', binary, './cmd/picloud'], {
		cwd: fileURLToPath(new URL('../../..', import.meta.url)),
		stdio: 'inherit'
	});
}
