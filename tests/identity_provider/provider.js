// A real OpenID provider for the tests, on this machine alone: oidc-provider, with a page of one field
// to sign in on. Who types a name is that account. It shows the context that was asked for, unless
// they tick that they have no second factor.
import http from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, port, redirect, signedOut] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/`));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

const logoutSource = (ctx, form) => {
  ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`);
};
const issuer = `http://localhost:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "use-of-force-records",
      client_secret: "made-up-secret",
      redirect_uris: [redirect],
      post_logout_redirect_uris: [signedOut],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  acrValues: ["mfa"],
  cookies: { keys: ["made-up-key"] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
  ttl: { Session: 600, Interaction: 600, Grant: 600, IdToken: 300, AccessToken: 300 },
});

const page = (body) => `<!DOCTYPE html><html lang="en"><title>Provider</title><main>${body}</main></html>`;
const form = page(
  `<h1>Force account</h1><form method="post"><label>Account <input name="account"></label>
   <label><input type="checkbox" name="weak" value="yes"> No second factor</label>
   <button>Continue</button></form>`,
);

const interaction = async (request, response) => {
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html");
    response.end(form);
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  const typed = new URLSearchParams(body);
  const { params } = await provider.interactionDetails(request, response);
  const acr = typed.get("weak") ? "pwd" : params.acr_values;
  await provider.interactionFinished(request, response, { login: { accountId: typed.get("account"), acr } });
};

const handle = provider.callback();
http
  .createServer((request, response) => {
    const ours = request.url.startsWith("/interaction/");
    const done = ours ? interaction(request, response) : handle(request, response);
    Promise.resolve(done).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  })
  .listen(Number(port), "localhost", () => console.log("ready"));
