#!/bin/bash
# The shortest script that makes a server like the one that setup makes: the same packages and the same settings, written
# down once, for exactly the machine of the lab. No questions, no checks, no second run, no way back. It is what setup's
# time is compared with, and a control for the checks of the scenarios.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
NODE=24.21.0 PM2=7.0.4 BASE=/opt/devrel-integration

for flag in "$@"; do
  case "$flag" in
    --domain=*) DOMAIN=${flag#*=} ;;
    --email=*) EMAIL=${flag#*=} ;;
    --acme-server=*) ACME=${flag#*=} ;;
    --node-mirror=*) MIRROR=${flag#*=} ;;
  esac
done

apt-get update -qq
apt-get upgrade -y -qq
apt-get install -y -qq --no-install-recommends ca-certificates curl git jq logrotate openssl sqlite3 xz-utils zstd \
  ufw fail2ban python3-systemd nftables redis-server nginx certbot unattended-upgrades systemd-timesyncd

# Node and PM2
curl -fsS "$MIRROR/v$NODE/node-v$NODE-linux-x64.tar.xz" | tar -xJ --strip-components=1 -C /usr/local
NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt npm install --global --no-audit --no-fund --loglevel=error "pm2@$PM2"

# The user and its directories
useradd --create-home --shell /bin/bash devrel
usermod --password '*' devrel
install -d -m 700 -o devrel -g devrel /home/devrel/.ssh
install -m 600 -o devrel -g devrel /root/.ssh/authorized_keys /home/devrel/.ssh/authorized_keys
install -d -m 751 -o devrel -g devrel "$BASE"
install -d -m 700 -o devrel -g devrel "$BASE"/{secrets,data,backups,.pm2,releases}
install -d -m 2750 -o devrel -g www-data "$BASE/run"
install -d -m 750 -o devrel -g adm /var/log/devrel

# ssh: keys only, no root
printf '%s\n' 'PasswordAuthentication no' 'KbdInteractiveAuthentication no' 'PermitRootLogin no' 'PubkeyAuthentication yes' \
  > /etc/ssh/sshd_config.d/00-onomancer.conf
sshd -t
systemctl reload ssh

# Firewall and bans
ufw default deny incoming
ufw allow 22/tcp
ufw allow 80/tcp
ufw allow 443/tcp
ufw --force enable
printf '[sshd]\nenabled = true\nbackend = systemd\nmode = aggressive\nmaxretry = 3\nbantime = 1h\nbanaction = nftables-multiport\n' \
  > /etc/fail2ban/jail.d/onomancer.local
systemctl restart fail2ban

# Redis: a socket, no port
printf 'port 0\nunixsocket /run/redis/redis-server.sock\nunixsocketperm 770\nmaxmemory 64mb\nmaxmemory-policy allkeys-lru\n' \
  >> /etc/redis/redis.conf
systemctl restart redis-server

# nginx with a certificate of its own until there is a real one
rm -f /etc/nginx/sites-enabled/default
install -d /var/www/acme /etc/nginx/lab
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=placeholder \
  -keyout /etc/nginx/lab/privkey.pem -out /etc/nginx/lab/fullchain.pem 2> /dev/null
cat > /etc/nginx/conf.d/onomancer.conf << NGINX
limit_req_zone \$binary_remote_addr zone=rest:1m rate=10r/s;
limit_req_zone \$binary_remote_addr zone=webhooks:1m rate=30r/s;
server_tokens off;
client_header_timeout 5s;
server { listen 80 default_server; listen [::]:80 default_server; return 444; }
server { listen 443 ssl default_server; listen [::]:443 ssl default_server; ssl_reject_handshake on; ssl_protocols TLSv1.3; }
server {
  listen 80; listen [::]:80; server_name $DOMAIN;
  location /.well-known/acme-challenge/ { root /var/www/acme; }
  location / { return 301 https://\$host\$request_uri; }
}
server {
  listen 443 ssl; listen [::]:443 ssl; server_name $DOMAIN;
  ssl_protocols TLSv1.3;
  ssl_certificate /etc/nginx/lab/fullchain.pem;
  ssl_certificate_key /etc/nginx/lab/privkey.pem;
  limit_req_status 429;
  client_max_body_size 1m;
  error_page 502 504 =503 @down;
  error_page 429 @limited;
  add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;
  add_header X-Frame-Options SAMEORIGIN always;
  add_header X-Content-Type-Options nosniff always;
  add_header X-XSS-Protection "1; mode=block" always;
  add_header Content-Security-Policy "default-src 'none'" always;
  add_header Referrer-Policy strict-origin-when-cross-origin always;
  add_header Permissions-Policy "camera=()" always;
  location ~ /\\. { return 404; }
  location = /metrics { return 404; }
  location /webhooks/ { limit_req zone=webhooks burst=60 nodelay; proxy_pass http://unix:$BASE/run/current.sock; }
  location / { limit_req zone=rest burst=20 nodelay; proxy_pass http://unix:$BASE/run/current.sock; }
  location @down { internal; add_header Retry-After 30 always; default_type text/plain; return 503 "Nothing is deployed yet.\n"; }
  location @limited { internal; add_header Retry-After 1 always; default_type text/plain; return 429 "Too many.\n"; }
}
server {
  listen 127.0.0.1:3000;
  error_page 502 504 =503 @down;
  location / { proxy_pass http://unix:$BASE/run/current.sock; }
  location @down { internal; add_header Retry-After 30 always; default_type text/plain; return 503 "Nothing is deployed yet.\n"; }
}
NGINX
nginx -t -q
systemctl restart nginx
certbot certonly -q --non-interactive --agree-tos -m "$EMAIL" --server "$ACME" --webroot -w /var/www/acme -d "$DOMAIN" \
  --deploy-hook 'systemctl reload nginx'
sed -i "s#/etc/nginx/lab/#/etc/letsencrypt/live/$DOMAIN/#" /etc/nginx/conf.d/onomancer.conf
systemctl reload nginx

# Logs, updates, time
printf '/var/log/devrel/*.log {\n  su devrel adm\n  daily\n  rotate 14\n  compress\n  missingok\n  notifempty\n  copytruncate\n}\n' \
  > /etc/logrotate.d/onomancer
printf 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n' > /etc/apt/apt.conf.d/20auto-upgrades
install -d /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=persistent\nSystemMaxUse=500M\n' > /etc/systemd/journald.conf.d/onomancer.conf
systemctl restart systemd-journald
timedatectl set-timezone Etc/UTC

# PM2 at boot
cat > /etc/systemd/system/pm2-devrel.service << UNIT
[Unit]
After=network-online.target
[Service]
Type=forking
User=devrel
Environment=PM2_HOME=$BASE/.pm2
PIDFile=$BASE/.pm2/pm2.pid
ExecStart=/usr/local/bin/pm2 resurrect
ExecStop=/usr/local/bin/pm2 kill
Restart=on-failure
[Install]
WantedBy=multi-user.target
UNIT
systemctl enable -q --now pm2-devrel
