/* SPDX-License-Identifier: MIT */
/*
 * uuid.h - universally unique identifiers: uuid_t in the order of its text,
 * guid_t with its first three numbers the low byte first.
 */
#ifndef OCTAVO_UUID_H
#define OCTAVO_UUID_H

#include <octavo/random.h>
#include <octavo/string.h>
#include <octavo/types.h>

#define UUID_SIZE		16
#define UUID_STRING_LEN		36

typedef struct { u8 b[UUID_SIZE]; } uuid_t;
typedef struct { u8 b[UUID_SIZE]; } guid_t;

#define UUID_INIT(a, b, c, d...)					\
	((uuid_t){ { ((a) >> 24) & 0xff, ((a) >> 16) & 0xff,		\
		     ((a) >> 8) & 0xff, (a) & 0xff,			\
		     ((b) >> 8) & 0xff, (b) & 0xff,			\
		     ((c) >> 8) & 0xff, (c) & 0xff, d } })
#define GUID_INIT(a, b, c, d...)					\
	((guid_t){ { (a) & 0xff, ((a) >> 8) & 0xff,			\
		     ((a) >> 16) & 0xff, ((a) >> 24) & 0xff,		\
		     (b) & 0xff, ((b) >> 8) & 0xff,			\
		     (c) & 0xff, ((c) >> 8) & 0xff, d } })

#define uuid_equal(a, b)	(memcmp(a, b, UUID_SIZE) == 0)
#define guid_equal(a, b)	uuid_equal(a, b)
#define uuid_copy(dst, src)	((void)(*(dst) = *(src)))
#define guid_copy(dst, src)	uuid_copy(dst, src)
#define uuid_is_null(u)		(!memchr_inv(u, 0, UUID_SIZE))
#define guid_is_null(u)		uuid_is_null(u)

/**
 * uuid_gen() - a random one, of version 4
 * @u: becomes it
 *
 * Context: Any context.
 * Source: RFC 4122, 4.4.
 */
void uuid_gen(uuid_t *u);

/**
 * guid_gen() - a random one, of version 4
 * @u: becomes it
 *
 * Context: Any context.
 */
void guid_gen(guid_t *u);

/**
 * uuid_is_valid() - does a text begin with one?
 * @s: the text
 *
 * Context: Any context.
 * Return: true if so.
 */
bool __must_check uuid_is_valid(const char *s);

/**
 * uuid_parse() - one from its text
 * @s: 36 characters; more may follow
 * @u: becomes it
 *
 * Context: Any context.
 * Return: 0, -EINVAL.
 */
int uuid_parse(const char *s, uuid_t *u);

/**
 * guid_parse() - as uuid_parse()
 *
 * Context: Any context.
 * Return: see there.
 */
int guid_parse(const char *s, guid_t *u);

#endif
