// The whole cycle with openapi-fetch and the types of openapi-typescript: node cycle.js ADDRESS ROLE=TOKEN …
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { argv: string[] };
type Story = components["schemas"]["Story"];

const [address = "", ...tokens] = process.argv.slice(2);
const everybody = createClient<paths>({ baseUrl: address });
const staff = (role: string) => {
  const token = tokens.find((each) => each.startsWith(`${role}=`))?.slice(role.length + 1);
  return createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });
};

function same(found: unknown, expected: unknown): void {
  const [first, second] = [JSON.stringify(found), JSON.stringify(expected)];
  if (first !== second) throw new Error(`${first}, not ${second}`);
}

function need<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error("missing");
  return value;
}

const etag = (response: Response): string => need(response.headers.get("ETag"));

async function written(): Promise<Story> {
  const send = () =>
    staff("reporter").POST("/api/v1/desk/articles/", {
      params: { header: { "Idempotency-Key": "ts-1" } },
      body: { headline: "暴雨预警", body: "今夜有雨。", section: "livelihood", authors: [{ name: "曹璐" }] },
    });
  const [first, again] = [await send(), await send()];
  same([first.response.status, again.response.status], [201, 201]);
  const story = need(first.data);
  same(again.data, story);
  same([story.status, story.review.waits_for], ["draft", "first"]);
  return story;
}

async function changed(id: number): Promise<string> {
  const seen = etag((await staff("reporter").GET("/api/v1/desk/articles/{id}/", { params: { path: { id } } })).response);
  const change = () =>
    staff("reporter").PATCH("/api/v1/desk/articles/{id}/", {
      params: { path: { id }, header: { "If-Match": seen } },
      body: { deck: "今夜到明天" },
    });
  const first = await change();
  same(need(first.data).deck, "今夜到明天");
  const stale = await change();
  same([stale.response.status, stale.error?.code, stale.error?.version], [412, "stale", 2]);
  return etag(first.response);
}

async function published(id: number, seen: string): Promise<string> {
  for (const [role, waits] of [["editor", "second"], ["deputy", "final"], ["chief", null]] as const) {
    const missing = await everybody.GET("/api/v1/articles/{id}/", { params: { path: { id } } });
    same([missing.response.status, missing.error?.code], [404, "not_found"]);
    const signed = await staff(role).POST("/api/v1/desk/articles/{id}/sign-off/", {
      params: { path: { id }, header: { "If-Match": seen } },
    });
    same(need(signed.data).review.waits_for, waits);
    seen = etag(signed.response);
  }
  const { data } = await everybody.GET("/api/v1/articles/{id}/", { params: { path: { id } } });
  same([need(data).title, need(data).authors[0]?.name], ["暴雨预警", "曹璐"]);
  return seen;
}

async function corrected(id: number, seen: string): Promise<void> {
  const { data, response } = await staff("chief").POST("/api/v1/desk/articles/{id}/corrections/", {
    params: { path: { id }, header: { "If-Match": seen } },
    body: { text: "“今夜”应为“明夜”。" },
  });
  same([response.status, need(data).kind], [201, "correction"]);
  need(response.headers.get("Location"));
  const shown = await everybody.GET("/api/v1/articles/{id}/", { params: { path: { id } } });
  same(need(shown.data).corrections.map((each) => each.text), ["“今夜”应为“明夜”。"]);
}

async function withdrawnAndRestored(id: number): Promise<void> {
  const seen = etag((await staff("chief").GET("/api/v1/desk/articles/{id}/", { params: { path: { id } } })).response);
  const withdrawn = await staff("chief").POST("/api/v1/desk/articles/{id}/withdraw/", {
    params: { path: { id }, header: { "If-Match": seen } },
    body: { notice: "此稿有误。" },
  });
  same(need(withdrawn.data).status, "withdrawn");
  const gone = await everybody.GET("/api/v1/articles/{id}/", { params: { path: { id } } });
  same([gone.response.status, gone.error?.code, gone.error?.detail], [410, "withdrawn", "此稿有误。"]);
  const restored = await staff("chief").POST("/api/v1/desk/articles/{id}/restore/", {
    params: { path: { id }, header: { "If-Match": etag(withdrawn.response) } },
  });
  same(need(restored.data).is_public, true);
}

async function searched(id: number): Promise<void> {
  const { data } = await everybody.GET("/api/v1/search/", { params: { query: { q: "暴雨预警" } } });
  const found = need(data);
  same(found.results.map((each) => each.id), [id]);
  same(found.results[0]?.highlights.title.some((piece) => piece.is_hit), true);
  same(found.facets.sections[0]?.slug, "livelihood");
}

async function readToTheEnd(id: number): Promise<void> {
  const keys: number[] = [];
  let cursor: string | null = null;
  do {
    const more: { cursor?: string } = cursor === null ? {} : { cursor };
    const page = await everybody.GET("/api/v1/articles/", {
      params: { query: { page_size: 3, include: ["body", "corrections"], ...more } },
    });
    const articles: components["schemas"]["ArticleSummaryList"] = need(page.data);
    for (const each of articles.results) need(each.body);
    keys.push(...articles.results.map((each) => each.id));
    cursor = articles.next === null ? null : new URL(articles.next).searchParams.get("cursor");
  } while (cursor !== null);
  same(keys.length, new Set(keys).size);
  same([keys.length > 3, keys.includes(id)], [true, true]);
}

async function imported(text: string): Promise<void> {
  const operator = staff("operator");
  const parsed = need((await operator.POST("/api/v1/desk/pages/understand/", { body: { text } })).data);
  const body = { text, date: "2024-03-06", number: "2", name: "综合新闻", reviewed_in_print: true };
  const { data, response } = await operator.POST("/api/v1/desk/pages/", { body });
  const report = need(data);
  same([response.status, report.stories[0]?.outcome], [201, "created"]);
  same(report.stories[0]?.title, parsed.articles[0]?.headline);
  const path = { date: "2024-03-06", number: "2" };
  const drafts = await staff("chief").GET("/api/v1/desk/pages/{date}/{number}/sign-off/", { params: { path } });
  const signed = await staff("chief").POST("/api/v1/desk/pages/{date}/{number}/sign-off/", {
    params: { path, header: { "If-Match": etag(drafts.response) } },
  });
  same(need(signed.data).stories.map((each) => each.status), ["approved"]);
  const page = await everybody.GET("/api/v1/issues/{date}/pages/{number}/", { params: { path } });
  same(need(page.data).stories[0]?.article.title, report.stories[0]?.title);
  const issue = await everybody.GET("/api/v1/issues/{date}/ninjs/", { params: { path: { date: "2024-03-06" } } });
  same(need(issue.data).associations?.[0]?.associations?.[0]?.type, "text");
}

const { id } = await written();
const version = await published(id, await changed(id));
await corrected(id, version);
await withdrawnAndRestored(id);
await searched(id);
await readToTheEnd(id);
await imported("芦苇荡里建起观鸟步道\n　　本报讯　湿地公园的观鸟步道三月六日开放，全长两公里。\n（记者 曹璐）\n");
console.log("done");
