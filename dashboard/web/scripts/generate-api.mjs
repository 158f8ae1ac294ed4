// Writes src/lib/api/schema.d.ts from the admin API's OpenAPI document, which
// the Go code makes. CI runs it and wants no difference.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const document = execFileSync('go', ['run', 'openapi.go'], { cwd: at('../..'), maxBuffer: 64 << 20 });
const { paths, ...rest } = JSON.parse(document);
// Calls read better without what all paths begin with: api.GET('/scripts').
const base = '/api/v1/admin';
const short = Object.fromEntries(Object.entries(paths).map(([path, item]) => [path.replace(base, ''), item]));
const types = await openapiTS({ ...rest, paths: short }, { defaultNonNullable: false });
writeFileSync(
	at('../src/lib/api/schema.d.ts'),
	'// Made from the OpenAPI document by `npm run api`. Do not edit.\n\n' + astToString(types)
);
