// The reference for telling news: a program of the same library that sends a message as soon as it hears of one, with
// nothing before and nothing after. Run by plain node, unbundled, as anybody would.
import { API } from '@discordjs/core';
import { REST } from '@discordjs/rest';

const rest = new REST({ version: '10', api: process.env.DISCORD_API_URL }).setToken(process.env.DISCORD_BOT_TOKEN);
const api = new API(rest);

process.on('message', ({ channelId, embed }) => void api.channels.createMessage(channelId, { embeds: [embed] }));
process.send?.('ready');
