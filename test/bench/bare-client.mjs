// The reference for the bot: the least that a program of the same library can be. It connects, acknowledges every
// interaction with "thinking…", and does nothing else. Run by plain node, unbundled, as anybody would.
import { API, Client, GatewayDispatchEvents } from '@discordjs/core';
import { REST } from '@discordjs/rest';
import { WebSocketManager } from '@discordjs/ws';

const token = process.env.DISCORD_BOT_TOKEN;
const rest = new REST({ version: '10', api: process.env.DISCORD_API_URL }).setToken(token);
const gateway = new WebSocketManager({ token, intents: 1, rest });
const client = new Client({ rest, gateway });
const api = new API(rest);

client.once(GatewayDispatchEvents.Ready, () => process.send?.('ready'));
client.on(GatewayDispatchEvents.InteractionCreate, ({ data }) => {
  void api.interactions.defer(data.id, data.token, { flags: 64 });
});
await gateway.connect();
