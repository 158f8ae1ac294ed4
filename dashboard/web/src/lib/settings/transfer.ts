import { api, unwrap } from '#lib/api/client.ts';
import type { Bundle, ImportChange, ImportResult } from '#lib/api/types.ts';

/** Hands the user a file with all scripts and routes. */
export async function download(): Promise<void> {
	const blob = await unwrap(api.GET('/export', { parseAs: 'blob' }));
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	link.download = `picloud-${new Date().toISOString().slice(0, 10)}.json`;
	link.click();
	// The browser reads it after the click.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Sends a bundle as it is, so that the server alone judges it. With dryRun it
 * tells what would change and changes nothing.
 */
export function sendBundle(
	text: string,
	options: { dryRun: boolean; prune: boolean }
): Promise<ImportResult> {
	return unwrap(
		api.POST('/import', {
			params: { query: { dry_run: options.dryRun, prune: options.prune } },
			// Whether it is a bundle is what the server is asked.
			body: text as unknown as Bundle,
			bodySerializer: () => text
		})
	);
}

/** How many changes there are of each action. */
export function tally(changes: readonly ImportChange[]): Record<ImportChange['action'], number> {
	const counts = { create: 0, update: 0, delete: 0, unchanged: 0 };
	for (const change of changes) counts[change.action]++;
	return counts;
}
