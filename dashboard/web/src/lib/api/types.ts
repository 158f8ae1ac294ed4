import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type Script = Schemas['Script'];
export type ScriptSummary = Schemas['ScriptSummary'];
export type ScriptInput = Schemas['ScriptInput'];
export type ScriptVersion = Schemas['ScriptVersion'];
export type VersionSummary = Schemas['VersionSummary'];
export type Diagnostic = Schemas['Diagnostic'];
export type Route = Schemas['Route'];
export type RouteInput = Schemas['RouteInput'];
export type RouteCheckResult = Schemas['RouteCheckResult'];
export type MatchInput = Schemas['MatchInput'];
export type MatchResult = Schemas['MatchResult'];
export type MatchCandidate = Schemas['MatchCandidate'];
export type Witness = Schemas['Witness'];
export type Execution = Schemas['Execution'];
export type ExecutionSummary = Schemas['ExecutionSummary'];
export type LogLine = Schemas['LogLine'];
export type Info = Schemas['Info'];

export type Stats = Schemas['Stats'];
export type StatsPoint = Schemas['StatsPoint'];
export type Principal = Schemas['Principal'];
export type Token = Schemas['Token'];
/** A token with its text, which the server tells once. */
export type NewToken = Schemas['NewToken'];
export type Session = Schemas['Session'];
export type Scope = Schemas['TokenInput']['scopes'][number];
export type Bundle = Schemas['Bundle'];
export type ImportChange = Schemas['ImportChange'];
export type ImportResult = Schemas['ImportResult'];
export type Template = Schemas['Template'];
export type TestInput = Schemas['TestInput'];
export type TestResult = Schemas['TestResult'];

/** A part of a list, and where the next part begins. */
export interface Page<T> {
	items: T[];
	next_cursor?: string;
}
