s|listen 80;|listen 8000;|
s|server_name paper.example;|server_name _;|
s|server 127.0.0.1:8000 |server 127.0.0.1:8001 |
s|/var/cache/nginx/newsroom |/tmp/nginx-cache |
s|X-Forwarded-For $remote_addr|X-Forwarded-For $proxy_add_x_forwarded_for|
s|X-Forwarded-Proto $scheme|X-Forwarded-Proto $visitors_scheme|
s|proxy_cache_key $scheme|proxy_cache_key $visitors_scheme|
