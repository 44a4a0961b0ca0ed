/* SPDX-License-Identifier: MIT */
/*
 * errname.h - the names of error numbers.
 */
#ifndef OCTAVO_ERRNAME_H
#define OCTAVO_ERRNAME_H

/**
 * errname() - the name of an error number
 * @err: with either sign
 *
 * Context: Any context.
 * Return: "ENOMEM" for ENOMEM; NULL if it has none.
 */
const char *errname(int err);

#endif
