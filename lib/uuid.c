/* SPDX-License-Identifier: MIT */
/*
 * uuid.c - universally unique identifiers, see octavo/uuid.h.
 */
#include <octavo/errno.h>
#include <octavo/hexdump.h>
#include <octavo/uuid.h>

/* Where each byte's digits are in the text. */
static const u8 digits_at[UUID_SIZE] = { 0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24,
					 26, 28, 30, 32, 34 };
/* The byte of a guid_t for each byte of the text. */
static const u8 guid_order[UUID_SIZE] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11,
					  12, 13, 14, 15 };

static void make_random(u8 *b, int version_at)
{
	get_random_bytes(b, UUID_SIZE);
	b[version_at] = (b[version_at] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
}

void uuid_gen(uuid_t *u)
{
	make_random(u->b, 6);
}

void guid_gen(guid_t *u)
{
	make_random(u->b, 7);
}

bool uuid_is_valid(const char *s)
{
	for (int i = 0; i < UUID_STRING_LEN; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? s[i] != '-' : hex_to_bin((unsigned char)s[i]) < 0)
			return false;
	}
	return true;
}

int uuid_parse(const char *s, uuid_t *u)
{
	if (!uuid_is_valid(s))
		return -EINVAL;
	for (int i = 0; i < UUID_SIZE; i++)
		(void)!hex2bin(&u->b[i], s + digits_at[i], 1);
	return 0;
}

int guid_parse(const char *s, guid_t *u)
{
	uuid_t text;
	int err = uuid_parse(s, &text);

	for (int i = 0; !err && i < UUID_SIZE; i++)
		u->b[guid_order[i]] = text.b[i];
	return err;
}
