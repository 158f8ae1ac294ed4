/**
 * What the overview shows and where it comes from: the only file of it that
 * calls the API.
 */
import { api, unwrap } from '#lib/api/client.ts';
import type { ExecutionSummary, Info, Route, ScriptSummary, Stats } from '#lib/api/types.ts';
import { bytes, plural } from '#lib/format.ts';
import { allRoutes } from '#lib/routes/all.ts';
import { findShadows } from '#lib/routes/shadows.ts';

export const windows = [
	{ value: '1h', label: 'Hour' },
	{ value: '24h', label: 'Day' },
	{ value: '7d', label: 'Week' },
	{ value: '30d', label: 'Month' }
] as const;

export type Window = (typeof windows)[number]['value'];

export function loadStats(window: Window, signal: AbortSignal): Promise<Stats> {
	return unwrap(api.GET('/stats', { params: { query: { window } }, signal }));
}

/** What else is to be seen at a glance. */
export interface Surroundings {
	scripts: ScriptSummary[];
	config: Info;
	/** The latest executions whose worker died. */
	crashes: ExecutionSummary[];
	routes: Route[];
}

/** How many scripts are looked at: an installation with more finds the rest in the list. */
const maxScripts = 1000;

export async function loadSurroundings(signal: AbortSignal): Promise<Surroundings> {
	const since = new Date(Date.now() - 3_600_000).toISOString();
	const [scripts, config, crashes, routes] = await Promise.all([
		loadScripts(signal),
		unwrap(api.GET('/config', { signal })),
		unwrap(api.GET('/logs', { params: { query: { outcome: 'crashed', since, limit: 200 } }, signal })),
		allRoutes(signal)
	]);
	return { scripts, config, crashes: crashes.items, routes };
}

async function loadScripts(signal: AbortSignal): Promise<ScriptSummary[]> {
	const all: ScriptSummary[] = [];
	for (let cursor: string | undefined; ;) {
		const page = await unwrap(api.GET('/scripts', { params: { query: { limit: 200, cursor } }, signal }));
		all.push(...page.items);
		cursor = page.next_cursor || undefined;
		if (cursor === undefined || all.length >= maxScripts) return all;
	}
}

/** A script and how it fared. */
export interface Fared {
	id: string;
	/** Undefined when the script is gone. */
	name: string | undefined;
	count: number;
	errors: number;
	p95: number;
}

/** The scripts that failed most often, in relation to how often they ran. */
export function byErrorRate(stats: Stats, scripts: readonly ScriptSummary[], limit: number): Fared[] {
	const names = new Map(scripts.map((script) => [script.id, script.name]));
	return stats.scripts
		.map((s) => ({
			id: s.script_id,
			name: names.get(s.script_id),
			count: s.count,
			errors: s.errors,
			p95: s.p95_ms
		}))
		.sort((a, b) => b.errors / (b.count || 1) - a.errors / (a.count || 1) || b.count - a.count)
		.slice(0, limit);
}

/** The scripts that were changed last. */
export function recentSaves(scripts: readonly ScriptSummary[], limit: number): ScriptSummary[] {
	return scripts.toSorted((a, b) => b.updated_at.localeCompare(a.updated_at)).slice(0, limit);
}

export interface Warning {
	title: string;
	text: string;
	/** Where to look into it. */
	link?: { to: 'server' | 'routes' } | { to: 'script'; id: string };
}

/** How many crashes of a script in an hour are more than bad luck. */
const crashLoop = 3;

/** From which part of the log's space on it is as good as full. */
const nearlyFull = 0.9;

/** What somebody should look at. */
export function warnings({ config, crashes, routes }: Surroundings): Warning[] {
	const found: Warning[] = [];
	for (const [id, list] of grouped(crashes)) {
		if (list.length < crashLoop) continue;
		found.push({
			title: `${list[0]!.script_name} keeps crashing`,
			text: `What ran it died ${list.length} times within the last hour.`,
			link: { to: 'script', id }
		});
	}
	const missing = config.executor.walls.filter((wall) => !wall.stands);
	if (missing.length > 0) {
		found.push({
			title:
				missing.length === 1
					? 'A wall round the scripts is missing'
					: `${missing.length} walls round the scripts are missing`,
			text:
				missing.map((wall) => (wall.detail ? `${wall.name}: ${wall.detail}` : wall.name)).join('; ') + '.',
			link: { to: 'server' }
		});
	}
	if (config.log_sink.dropped > 0) {
		found.push({
			title: 'Execution records were lost',
			text: `${config.log_sink.dropped} since the start, because more came than the store could take.`,
			link: { to: 'server' }
		});
	}
	const { bytes: used, max_bytes: most } = config.logs;
	if (most > 0 && used >= nearlyFull * most) {
		found.push({
			title: 'The log has filled its space',
			text: `It takes ${bytes(used)} of ${bytes(most)}: the oldest records are deleted before their time.`,
			link: { to: 'server' }
		});
	}
	const shadowed = findShadows(routes).size;
	if (shadowed > 0) {
		found.push({
			title: `${plural(shadowed, 'route')} may be shadowed`,
			text: 'Another route gets some of the requests, and is no exception to it.',
			link: { to: 'routes' }
		});
	}
	return found;
}

function grouped(executions: readonly ExecutionSummary[]): Map<string, ExecutionSummary[]> {
	const groups = new Map<string, ExecutionSummary[]>();
	for (const execution of executions) {
		const group = groups.get(execution.script_id);
		if (group) group.push(execution);
		else groups.set(execution.script_id, [execution]);
	}
	return groups;
}
