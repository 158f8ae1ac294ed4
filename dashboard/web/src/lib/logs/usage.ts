import type { Execution, Info, ScriptSummary } from '#lib/api/types.ts';
import { bytes, count, duration } from '#lib/format.ts';

/** How much of a limit an execution used. */
export interface Usage {
	label: string;
	used: number;
	/** 0 when it is not known. */
	limit: number;
	format: (n: number) => string;
}

/**
 * What an execution used, against the limits that its script has now: a limit
 * of the script, or the configuration's where it sets none.
 */
export function usageOf(
	execution: Execution,
	script: Pick<ScriptSummary, 'timeout_ms' | 'max_operations'> | undefined,
	info: Pick<Info, 'limits'> | undefined
): Usage[] {
	const limits = info?.limits;
	return [
		{
			label: 'Time',
			// Waiting for a place does not count against the limit.
			used: Math.max(0, execution.duration_ms - execution.queued_ms),
			limit: script?.timeout_ms || limits?.timeout_ms || 0,
			format: duration
		},
		{
			label: 'Operations',
			used: execution.operations,
			limit: script?.max_operations || limits?.max_operations || 0,
			format: count
		},
		{
			label: 'Response',
			used: execution.response_bytes,
			limit: limits?.response_bytes ?? 0,
			format: bytes
		},
		{
			label: 'Log lines',
			used: execution.logs.length + execution.logs_dropped,
			limit: limits?.log_lines ?? 0,
			format: count
		}
	];
}

/** The share of a limit in percent, from 0 to 100; something used is never nothing. */
export function share({ used, limit }: Pick<Usage, 'used' | 'limit'>): number {
	if (limit <= 0 || used <= 0) return 0;
	return Math.max(0.5, Math.min(100, (used / limit) * 100));
}
