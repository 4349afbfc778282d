/* SPDX-License-Identifier: MIT */
#include "source/fault.h"

#include <string.h>
#include <strings.h>

#include "base/words.h"

/* lint: table */

#define ASK_ADMIN N_("an administrator of the portal has to allow it")
#define OUR_MISTAKE N_("the portal did not understand what was asked; it may be older or newer " \
                       "than this program")
#define WRONG_ID N_("there is no such dialog; check its number")

const struct fault fault_table[] = {
    /* The credentials. */
    {"NO_AUTH_FOUND", FAULT_STOP, N_("the webhook or token is not known there; log in again")},
    {"INVALID_TOKEN", FAULT_STOP, N_("the token is not known there; log in again")},
    {"ERROR_OAUTH", FAULT_STOP, N_("the token is not accepted; log in again")},
    {"AUTHORIZATION_ERROR", FAULT_STOP, N_("the login is not accepted; log in again")},
    {"WRONG_AUTH_TYPE", FAULT_DENIED,
     N_("this cannot be asked with a webhook; log in as an application")},
    {"INVALID_CLIENT", FAULT_STOP,
     N_("the application's id or secret is wrong; correct it and log in again")},
    {"WRONG_CLIENT", FAULT_STOP,
     N_("the application's id or secret is wrong; correct it and log in again")},
    {"INVALID_GRANT", FAULT_STOP, N_("the login is too old to be renewed; log in again")},
    {"INVALID_SCOPE", FAULT_STOP,
     N_("the application lacks rights; give it imopenlines and im, then log in again")},
    {"EXPIRED_TOKEN", FAULT_REFRESH, N_("the login is too old; log in again")},
    /* The portal. */
    {"OVERLOAD_LIMIT", FAULT_STOP,
     N_("the portal blocked this access by hand for its load; ask Bitrix24's support")},
    {"PORTAL_DELETED", FAULT_STOP,
     N_("check its address; if it is gone, only an archive can still be read")},
    {"PAYMENT_REQUIRED", FAULT_STOP, N_("the portal's plan has to be paid first")},
    {"INVALID_REQUEST", FAULT_STOP,
     N_("the portal refuses such requests; check that its address begins with https://")},
    {"QUERY_LIMIT_EXCEEDED", FAULT_SLOWER,
     N_("too many requests, by all programs on this network; wait a minute and repeat")},
    {"OPERATION_TIME_LIMIT", FAULT_SUSPEND,
     N_("the method's working time is used up; repeat in ten minutes")},
    {"INTERNAL_SERVER_ERROR", FAULT_RETRY, N_("the portal failed; repeat later")},
    {"ERROR_UNEXPECTED_ANSWER", FAULT_RETRY, N_("the portal failed; repeat later")},
    /* Rights. */
    {"ACCESS_DENIED", FAULT_DENIED,
     N_("this is not for you to see, or it is not there; ask an administrator of the portal for "
        "the right, and whether its plan includes REST")},
    {"ACCESS_ERROR", FAULT_DENIED,
     N_("this dialog is not for you to see, or it is not there; check its number")},
    {"INVALID_CREDENTIALS", FAULT_DENIED, ASK_ADMIN},
    {"INSUFFICIENT_SCOPE", FAULT_DENIED,
     N_("the webhook lacks a right, the first word of the method's name (imopenlines, im, crm, "
        "disk); give it that in the portal")},
    {"USER_ACCESS_ERROR", FAULT_DENIED, N_("this user may not use the application; "
                                           "an administrator of the portal has to allow it")},
    {"ALLOWED_ONLY_INTRANET_USER", FAULT_DENIED, N_("only employees may ask this")},
    {"METHOD_CONFIRM_WAITING", FAULT_DENIED,
     N_("an administrator of the portal has to confirm it first; repeat after that")},
    {"METHOD_CONFIRM_DENIED", FAULT_DENIED, N_("an administrator of the portal refused it")},
    {"TARIFF_RESTRICTION", FAULT_DENIED, N_("the portal's plan does not include it")},
    {"USER_ID", FAULT_DENIED, ASK_ADMIN},
    {"OPERATOR_WRONG", FAULT_DENIED, N_("you are not the operator of this session")},
    {"ERROR_USER_NOT_OPERATOR", FAULT_DENIED, N_("you are not an operator of this line")},
    {"ACCESS_DENIED_KICK", FAULT_DENIED, ASK_ADMIN},
    /* What is not there. */
    {"ERROR_METHOD_NOT_FOUND", FAULT_ABSENT,
     N_("the portal does not know this method, or the webhook lacks the right to it")},
    {"ERROR_MANIFEST_IS_NOT_AVAILABLE", FAULT_ABSENT, N_("it is not there; check the address")},
    {"NOT_FOUND", FAULT_ABSENT, N_("it is not there; check its number")},
    {"INVALID_SESSION_ID", FAULT_ABSENT, N_("there is no such session; check its number")},
    {"CHAT_ID", FAULT_ABSENT, WRONG_ID},
    {"CHAT_TYPE", FAULT_ABSENT, N_("this chat is no dialog of an open line; check its number")},
    {"USER_NOT_EXISTS", FAULT_ABSENT, N_("there is no such user")},
    {"ERROR_NOT_FOUND", FAULT_ABSENT, N_("it is gone, or not for you to see")},
    {"FILE_NOT_FOUND", FAULT_ABSENT, N_("the file is gone")},
    {"IM_NOT_INSTALLED", FAULT_ABSENT, N_("this portal has no messenger")},
    {"CRM_CHAT_EMPTY_CRM_DATA", FAULT_ABSENT, N_("there is no such object in the CRM")},
    /* Asked wrongly. */
    {"MISSING_REQUIRED_PARAM", FAULT_REQUEST, OUR_MISTAKE},
    {"ERROR_ARGUMENT", FAULT_REQUEST, OUR_MISTAKE},
    {"ERROR_CORE", FAULT_REQUEST, N_("the portal refused; what it says may help")},
    {"INVALID_ARG_VALUE", FAULT_REQUEST, OUR_MISTAKE},
    {"INVALID_FORMAT", FAULT_REQUEST, OUR_MISTAKE},
    {"INVALID_FILTER", FAULT_REQUEST, OUR_MISTAKE},
    {"PERIOD_TOO_LARGE", FAULT_REQUEST,
     N_("a period of more than 366 days; ask for a shorter one")},
    {"PERIOD_REQUIRED", FAULT_REQUEST, OUR_MISTAKE},
    {"OFFSET_TOO_LARGE", FAULT_REQUEST, N_("more than 10,000 results; ask for a shorter period")},
    {"BATCH_LIMIT_EXCEEDED", FAULT_REQUEST, OUR_MISTAKE},
    {"ERROR_BATCH_LENGTH_EXCEEDED", FAULT_REQUEST, OUR_MISTAKE},
    {"ERROR_BATCH_METHOD_NOT_ALLOWED", FAULT_REQUEST, OUR_MISTAKE},
    {"WRONG_ENCODING", FAULT_REQUEST, OUR_MISTAKE},
    {"WRONG_REQUEST", FAULT_REQUEST, OUR_MISTAKE},
    {"CONFIG_ID_EMPTY", FAULT_REQUEST, OUR_MISTAKE},
    {"CHAT_ID_EMPTY", FAULT_REQUEST, OUR_MISTAKE},
    {"DIALOG_ID_EMPTY", FAULT_REQUEST, OUR_MISTAKE},
    {"FIRST_ID_STRING", FAULT_REQUEST, OUR_MISTAKE},
    {"LAST_ID_STRING", FAULT_REQUEST, OUR_MISTAKE},
    {"ID_EMPTY", FAULT_REQUEST, OUR_MISTAKE},
    {"EMPTY_SESSION_ID", FAULT_REQUEST, OUR_MISTAKE},
    {"EMPTY_VOTE_PARAMS", FAULT_REQUEST, OUR_MISTAKE},
    {"FIND_SHORT", FAULT_REQUEST, N_("give at least two characters to look for")},
    {"100", FAULT_REQUEST, OUR_MISTAKE},
    {NULL, FAULT_REQUEST, NULL},
};

/* What a status alone says, for codes that are not in the table, and for answers without one. */
static const struct {
    int from, to;
    struct fault fault;
} statuses[] = {
    {401, 401, {NULL, FAULT_STOP, N_("the login is not accepted; log in again")}},
    {403, 403, {NULL, FAULT_DENIED, ASK_ADMIN}},
    {404, 404, {NULL, FAULT_ABSENT, N_("it is not there; check the address")}},
    {408, 408, {NULL, FAULT_RETRY, N_("the portal was too slow; repeat later")}},
    {429, 429, {NULL, FAULT_SLOWER, N_("too many requests; wait a minute and repeat")}},
    {500, 599, {NULL, FAULT_RETRY, N_("the portal is out of order; repeat later")}},
    {0, 999, {NULL, FAULT_REQUEST, N_("the portal refused; what it says may help")}},
};

const struct fault *fault_find(const char *code, size_t size, int status)
{
    for (const struct fault *fault = fault_table; fault->code != NULL; fault++)
        if (strlen(fault->code) == size && strncasecmp(fault->code, code, size) == 0)
            return fault;
    size_t i = 0;
    while (status < statuses[i].from || status > statuses[i].to)
        i++;
    return &statuses[i].fault;
}
