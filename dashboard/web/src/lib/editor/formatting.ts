import type { ChangeSpec } from '@codemirror/state';
import { diff } from '@codemirror/merge';

/**
 * The changes that turn one text into another, as few as there are, so that
 * the cursor, folds and marks stay where they are.
 */
export function changesBetween(before: string, after: string): ChangeSpec[] {
	return diff(before, after, { scanLimit: 2000, timeout: 300 }).map((change) => ({
		from: change.fromA,
		to: change.toA,
		insert: after.slice(change.fromB, change.toB)
	}));
}
